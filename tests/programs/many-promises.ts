import { implementation, type Mode } from '../support/implementation.js'

// Traces many promises at once, and counts what is alive of them: `node --expose-gc many-promises api`.

/** Many times what is kept for the next traces. */
const COUNT = 20_000
const WARM_UP = 4_000

const [mode] = process.argv.slice(2)
const { tracingChannel } = implementation(mode as Mode)
const traced = tracingChannel('many-promises')
let continuations = 0
traced.subscribe({ start() {}, asyncEnd() { continuations++ } })

type Settle = (value: unknown) => void

/**
 * Traces promises with a context each; gives weak references to the contexts, and what fulfils or rejects the promises.
 */
function traceMany(count: number): { contexts: WeakRef<object>[], settle: Settle[] } {
  const contexts: WeakRef<object>[] = []
  const settle: Settle[] = []
  for (let id = 0; id < count; id++) {
    const context = { id }
    contexts.push(new WeakRef(context))
    const promise = traced.tracePromise(
      () => new Promise((resolve, reject) => settle.push(id % 2 ? resolve : reject)), context
    )
    promise.catch(() => {})
  }
  return { contexts, settle }
}

async function collectGarbage(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    // A WeakRef holds its target until the turn in which it was made or read is over.
    await new Promise((resolve) => setTimeout(resolve))
    globalThis.gc!()
  }
}

function alive(references: readonly WeakRef<object>[]): number {
  return references.filter((reference) => reference.deref() !== undefined).length
}

async function main(): Promise<void> {
  traceMany(WARM_UP).settle.forEach((settle) => settle({}))
  await collectGarbage()
  const heapBefore = process.memoryUsage().heapUsed
  const heapGrowth = (): number => process.memoryUsage().heapUsed - heapBefore

  const pending = traceMany(COUNT)
  await collectGarbage()
  const whilePending = { alive: alive(pending.contexts), heapGrowth: heapGrowth() }
  pending.settle.length = 0
  await collectGarbage()
  const dropped = { alive: alive(pending.contexts), continuations: continuations - WARM_UP }
  pending.contexts.length = 0

  continuations = 0
  const settled = traceMany(COUNT)
  for (const settle of settled.settle) settle({})
  settled.settle.length = 0
  await collectGarbage()
  const afterSettling = { alive: alive(settled.contexts), continuations }
  settled.contexts.length = 0
  await collectGarbage()

  process.stdout.write(JSON.stringify({
    whilePending, dropped, settled: { ...afterSettling, heapGrowth: heapGrowth() }
  }))
}

void main()
