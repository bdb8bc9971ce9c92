// A host on which what tracescope tried is right at once, and wrong in a timer. Prints the ways before and after that,
// and the values around a scope and a trace that were opened before. What tracescope tries in timers ends in a trace of one
// store, so that the way may be another when that store is left.

const { AsyncLocalStorage }: typeof import('node:async_hooks') = require('node:async_hooks')

const outside = AsyncLocalStorage.snapshot()
const { setTimeout } = globalThis
let isFirst = process.argv[2] === 'different'
let endInTrace = (fn: () => void): void => fn()
globalThis.setTimeout = ((fn: () => void, ...rest: any[]) => {
  const lost = isFirst
  isFirst = false
  return setTimeout(() => endInTrace(lost ? () => outside(fn) : fn), ...rest)
}) as typeof setTimeout

const library: typeof import('tracescope') = require('tracescope')

const storage = new AsyncLocalStorage<any>()
const traced = library.tracingChannel<any>('late')
traced.start.bindStore(storage, () => 'trace')

const lone = new AsyncLocalStorage<any>()
const alone = library.tracingChannel<any>('alone')
alone.start.bindStore(lone)
const left = new Set<unknown>()
endInTrace = (fn) => {
  alone.traceSync(() => {
    fn()
    // Promise jobs, in the trace.
    ;(process as any)._tickCallback()
  }, {})
  left.add(String(lone.getStore()))
}

async function main(): Promise<void> {
  const seen: unknown[] = []
  const look = (): void => { seen.push(storage.getStore()) }
  const scope = library.withScope(storage, 'scope')
  look()
  const before = library.contextBackend
  await new Promise((resolve) => setTimeout(resolve, 50))
  look()
  traced.traceSync(look, {})
  look()
  scope.dispose()
  look()
  process.stdout.write(JSON.stringify({ before, after: library.contextBackend, seen, left: [...left] }))
}

void main()
