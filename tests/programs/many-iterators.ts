import { AsyncLocalStorage } from 'node:async_hooks'
import { Readable } from 'node:stream'
import { tracingChannel } from 'tracescope'

// Traces many iterators, leaves some unfinished, and counts what is alive of them: `node --expose-gc many-iterators`.

const COUNT = 500
const channel = tracingChannel<any>('many-iterators')
let ended = 0
channel.start.bindStore(new AsyncLocalStorage())
channel.subscribe({ asyncEnd() { ended++ } })

const MAKERS: Readonly<Record<string, () => any>> = {
  generator: function* () { yield 1; yield 2 },
  asyncGenerator: async function* () { yield 1; yield 2 },
  bare: () => ({ next: () => ({ value: 1 }) }),
  stream: () => Readable.from([1, 2])
}

interface Traced {
  readonly contexts: WeakRef<object>[]
  readonly iterators: any[]
}

/** Begins iterations, each with a context of its own and one step made. */
async function begin(make: () => any): Promise<Traced> {
  const contexts: WeakRef<object>[] = []
  const iterators: any[] = []
  for (let id = 0; id < COUNT; id++) {
    const context = { id }
    contexts.push(new WeakRef(context))
    const given = channel.traceIterator(make, context)
    const iterator = given.next ? given : given[Symbol.asyncIterator]()
    await iterator.next()
    iterators.push(given, iterator)
  }
  return { contexts, iterators }
}

async function collectGarbage(): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    // A WeakRef holds its target until the turn in which it was made or read is over.
    await new Promise((resolve) => setTimeout(resolve))
    globalThis.gc!()
  }
}

/** How many are alive. One or two may be held for a while, by code that V8 is compiling on another thread. */
async function alive({ contexts }: Traced): Promise<number> {
  let count = COUNT
  for (let attempt = 0; attempt < 20; attempt++) {
    await collectGarbage()
    count = contexts.filter((context) => context.deref() !== undefined).length
    if (count === 0 || count === COUNT) break
  }
  return count
}

async function main(): Promise<void> {
  const results: Record<string, unknown> = {}
  for (const [name, make] of Object.entries(MAKERS)) {
    ended = 0
    const abandoned = await begin(make)
    const held = await alive(abandoned)
    abandoned.iterators.length = 0
    const dropped = await alive(abandoned)
    const endedByThen = ended

    const finished = await begin(make)
    for (const iterator of finished.iterators) if (iterator.next) await iterator.return?.()
    results[name] = {
      held, dropped, endedByThen, keptButFinished: await alive(finished), ended, iterators: finished.iterators.length
    }
  }
  process.stdout.write(JSON.stringify(results))
}

void main()
