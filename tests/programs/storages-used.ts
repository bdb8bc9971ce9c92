// Prints how many storages besides the one that is used the host has had to hand on to promises and other resources.
// The argument says how that one is used.

const { AsyncLocalStorage }: typeof import('node:async_hooks') = require('node:async_hooks')

const used = new Set<unknown>()
const prototype = AsyncLocalStorage.prototype as any
const { _propagate: propagate } = prototype
prototype._propagate = function (...args: unknown[]) {
  used.add(this.kResourceStore)
  return Reflect.apply(propagate, this, args)
}

const library: typeof import('tracescope') = require('tracescope')
if (process.argv[2] === 'shim') library.install()

const storage = new AsyncLocalStorage<any>()
const { tracingChannel } = process.argv[2] === 'shim' ? require('node:diagnostics_channel') : library

async function main(): Promise<void> {
  if (process.argv[2] === 'scope') {
    library.withScope(storage, 1).dispose()
  } else {
    const traced = tracingChannel('storages-used')
    traced.start.bindStore(storage)
    await traced.tracePromise(() => new Promise((resolve) => setTimeout(resolve, 5)), {})
  }
  await new Promise((resolve) => setTimeout(resolve, 5))
  const keys = new Set(used)
  keys.delete((storage as any).kResourceStore)
  process.stdout.write(JSON.stringify({ others: keys.size, backend: library.contextBackend }))
}

void main()
