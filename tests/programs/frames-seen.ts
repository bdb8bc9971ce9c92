import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { tracingChannel } from 'tracescope'

// Prints what the current frame is where a trace with several transforms calls: `node --expose-internals frames-seen`.

const { current } = createRequire(__filename)('internal/async_context_frame') as {
  current(): Map<unknown, unknown> | undefined
}

const stores = [1, 2, 3].map(() => new AsyncLocalStorage<any>())
const seen: string[] = []

/** A view is no Map to the engine. */
function look(where: string): void {
  const frame = current()
  let kind = 'none'
  if (frame !== undefined) {
    try {
      kind = `Map of ${Reflect.get(Map.prototype, 'size', frame)}`
    } catch {
      kind = 'view'
    }
  }
  seen.push(`${where}: ${kind}`)
}

const fail = (): never => { throw new Error('from the transform') }
process.on('uncaughtException', () => {})

async function main(): Promise<void> {
  for (const [name, keep] of [
    ['kept', () => AsyncLocalStorage.snapshot()], ['seen', () => undefined], ['last fails', () => undefined]
  ] as const) {
    const channel = tracingChannel<any>(`frames-${name}`)
    for (const [index, store] of stores.entries()) {
      channel.start.bindStore(store, (message: any) => {
        look(`${name}, transform ${index}`)
        return [message, keep()]
      })
    }
    // The view that its transform sees is the last one then.
    if (name === 'last fails') channel.start.bindStore(new AsyncLocalStorage<any>(), fail)
    channel.start.subscribe(() => look(`${name}, start`))
    channel.traceSync(() => look(`${name}, call`), {})
    look(`${name}, after the call`)
    await channel.tracePromise(async () => {
      await null
      look(`${name}, after an await`)
    }, {})
  }
  process.stdout.write(JSON.stringify(seen))
}

void main()
