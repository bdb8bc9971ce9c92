import { AsyncLocalStorage } from 'node:async_hooks'
import { implementation, type Mode } from '../support/implementation.js'

// Traces once on a channel with a number of stores, and tells what of it the garbage collector took:
// `node --expose-gc ended-trace api 1 transforms`. Once only: a second trace would write over what the first left behind.

const [mode, stores, transforms] = process.argv.slice(2)

/** Traces, and gives only weak references. */
function trace(): Record<string, WeakRef<object>> {
  const traced = implementation(mode as Mode).tracingChannel('ended')
  const storages = Array.from({ length: Number(stores) }, () => new AsyncLocalStorage<object>())
  const transform = transforms && ((message: object): object => ({ message }))
  for (const storage of storages) traced.start.bindStore(storage, transform || undefined)
  const last = storages.at(-1)!
  const outer = {}
  const message = {}
  const entered = last.run(outer, () => traced.traceSync(() => last.getStore(), message))
  for (const storage of storages) {
    traced.start.unbindStore(storage)
    storage.disable()
  }
  return Object.fromEntries(Object.entries({ message, entered, outer, storage: last }).map(([name, value]) => [name, new WeakRef(value)]))
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
