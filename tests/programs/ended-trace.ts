import { AsyncLocalStorage } from 'node:async_hooks'
import { implementation, type Mode } from '../support/implementation.js'

// Traces, or opens a scope, on a channel with a number of stores, and tells what of it the garbage collector took:
// `node --expose-gc ended-trace api 1 trace transforms again`. Only once after that: a second trace would write over
// what the first left behind. `again`: it is not the channel's first.

const [mode, count, what, ...how] = process.argv.slice(2)
const transform = how.includes('transforms') ? (message: object): object => ({ message }) : undefined

/** Traces, and gives only weak references. */
function trace(): Record<string, WeakRef<object>> {
  const { tracingChannel, withStoreScope } = implementation(mode as Mode)
  const traced = tracingChannel('ended')
  const storages = Array.from({ length: Number(count) }, () => new AsyncLocalStorage<object>())
  for (const storage of storages) traced.start.bindStore(storage, transform)
  const last = storages.at(-1)!
  const call = (message: object): object => {
    if (what === 'trace') return traced.traceSync(() => last.getStore(), message)
    const scope = withStoreScope!(traced.start, message)
    const value = last.getStore()!
    scope[Symbol.dispose]()
    return value
  }
  if (how.includes('again')) call({})
  const outer = {}
  const message = {}
  // Around the stores, or around others: with a value outside, several are entered in another way.
  const around = how.includes('again') ? new AsyncLocalStorage<object>() : last
  const entered = around.run(outer, () => call(message))
  around.disable()
  for (const storage of storages) {
    traced.start.unbindStore(storage)
    storage.disable()
  }
  return Object.fromEntries(Object.entries({ message, entered, outer, storage: last }).map(([name, value]) => [
    name, new WeakRef(value)
  ]))
}

async function main(): Promise<void> {
  const references = trace()
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve))
    globalThis.gc!()
  }
  const alive = Object.keys(references).filter((name) => references[name]!.deref() !== undefined)
  process.stdout.write(JSON.stringify(alive))
}

void main()
