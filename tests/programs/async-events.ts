import { AsyncLocalStorage, AsyncResource, createHook } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'

// Counts what async_hooks sees from the first line of the program on, or from the preload of this file on that
// `async-events` is given as, and the async ids that were taken until then. Then traces for the first time. Prints the
// counts as JSON.

const counts: Record<string, number> = {}
const types = new Map<number, string>()
const id = new AsyncResource('here').asyncId()
const add = (event: string, id: number): void => {
  const name = `${event} ${types.get(id) ?? 'of something older'}`
  counts[name] = (counts[name] ?? 0) + 1
}

createHook({
  init(id, type) { types.set(id, type); add('init', id) },
  before(id) { add('before', id) },
  after(id) { add('after', id) },
  destroy(id) { add('destroy', id) },
  promiseResolve(id) { add('resolve', id) }
}).enable()

function traceInside(): void {
  const storage = new AsyncLocalStorage()
  const traced = tracingChannel<any>('async-events')
  traced.start.bindStore(storage)
  // Not before it has run, however slow the machine is.
  const print = (): void => { process.stdout.write(JSON.stringify({ id, counts })) }
  traced.traceSync(() => setImmediate(() => setTimeout(print, 20)), {})
}

// A preload begins before the program is loaded, which may take longer than any timer: the loop is empty when it was.
if (require.main === module) setTimeout(traceInside, 5)
else process.once('beforeExit', traceInside)
