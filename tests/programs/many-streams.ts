import { Readable } from 'node:stream'
import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'tracescope'

// Traces many streams that nobody reads to the end, and counts what is alive of them: `node --expose-gc many-streams`.

const COUNT = 6_000
const BATCH = 2_000
const channel = tracingChannel<any>('many-streams')
let ended = 0
// Not the context: on Node 20 and 22 the promises of a web stream keep the stores in which it was made.
channel.start.bindStore(new AsyncLocalStorage(), () => 'value')
channel.subscribe({ asyncEnd() { ended++ } })

const MAKERS: Readonly<Record<string, () => any>> = {
  web: () => new ReadableStream({ pull(controller) { controller.enqueue('item') } }),
  node: () => new Readable({ objectMode: true, read() { this.push('item') } })
}

interface Traced {
  readonly contexts: WeakRef<object>[]
  readonly streams: any[]
}

/** Begins operations, each with a context of its own that leads to its stream. */
function begin(make: () => any): Traced {
  const contexts: WeakRef<object>[] = []
  const streams: any[] = []
  for (let i = 0; i < BATCH; i++) {
    const context: Record<string, unknown> = {}
    contexts.push(new WeakRef(context))
    streams.push(context['stream'] = channel.trace(make, context))
  }
  return { contexts, streams }
}

/** How many are alive, when the collector has had the chance to find more that are not. */
async function alive({ contexts }: Traced, most: number): Promise<number> {
  let count = BATCH
  for (let attempt = 0; attempt < 10; attempt++) {
    // A WeakRef holds its target until the turn in which it was made or read is over.
    await new Promise((resolve) => setTimeout(resolve))
    globalThis.gc!()
    count = contexts.filter((context) => context.deref() !== undefined).length
    if (count <= most) break
  }
  return count
}

async function main(): Promise<void> {
  const results: Record<string, unknown> = {}
  for (const [name, make] of Object.entries(MAKERS)) {
    ended = 0
    let held = 0
    let dropped = 0
    for (let i = 0; i < COUNT; i += BATCH) {
      const traced = begin(make)
      if (i === 0) held = await alive(traced, BATCH)
      traced.streams.length = 0
      dropped += await alive(traced, 0)
    }
    const endedByThen = ended

    const finished = begin(make)
    for (const stream of finished.streams) void (stream.cancel ?? stream.destroy).call(stream)
    await new Promise((resolve) => setTimeout(resolve, 50))
    results[name] = {
      held, dropped, endedByThen, ended, keptButFinished: await alive(finished, 0), streams: finished.streams.length
    }
  }
  process.stdout.write(JSON.stringify(results))
}

void main()
