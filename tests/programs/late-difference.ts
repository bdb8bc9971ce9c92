// A host on which what tracescope tried is right at once, and wrong in a timer. Prints the ways before and after that,
// and the values around a scope and a trace that were opened before.

const { AsyncLocalStorage }: typeof import('node:async_hooks') = require('node:async_hooks')

const outside = AsyncLocalStorage.snapshot()
const { setTimeout } = globalThis
let isFirst = process.argv[2] === 'different'
globalThis.setTimeout = ((fn: () => void, ...rest: any[]) => {
  const lost = isFirst
  isFirst = false
  return setTimeout(lost ? () => outside(fn) : fn, ...rest)
}) as typeof setTimeout

const library: typeof import('tracescope') = require('tracescope')

const storage = new AsyncLocalStorage<any>()
const traced = library.tracingChannel<any>('late')
traced.start.bindStore(storage, () => 'trace')

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
  process.stdout.write(JSON.stringify({ before, after: library.contextBackend, seen }))
}

void main()
