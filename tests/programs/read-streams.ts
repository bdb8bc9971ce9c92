import { setTimeout as wait } from 'node:timers/promises'
import { PassThrough, Readable, Writable } from 'node:stream'
import { tracingChannel, type TracingChannel } from 'tracescope'
import { Heard } from '../support/heard.js'

// Reads streams of both kinds in eight ways, to the end, to a failure and not to the end, and tells what the readers
// and the process saw, and what was published: `read-streams watched`, or `unwatched`, by a channel to which nobody
// listens.

const isWatched = process.argv[2] === 'watched'

type Outcome = 'ok' | 'failed' | 'cancelled'
type Give = (channel: TracingChannel, make: () => any) => any

/** Gives two items and an end, or one and a failure; whoever leaves does so after the first. */
function* items(outcome: Outcome): Generator<Buffer> {
  yield Buffer.from('a')
  if (outcome === 'failed') throw new Error('broken')
  yield Buffer.from('b')
}

const MAKERS: Readonly<Record<string, (outcome: Outcome) => any>> = {
  web(outcome) {
    const source = items(outcome)
    return new ReadableStream({
      pull(controller) {
        const { value, done } = source.next()
        if (done) controller.close()
        else controller.enqueue(value)
      }
    })
  },
  node(outcome) {
    const source = items(outcome)
    return new Readable({
      read() {
        try {
          this.push(source.next().value ?? null)
        } catch (error) {
          this.destroy(error as Error)
        }
      }
    })
  }
}

const asWeb = (stream: any): any => stream instanceof Readable ? Readable.toWeb(stream) : stream
const asNode = (stream: any): any => stream instanceof Readable ? stream : Readable.fromWeb(stream)
const over = (stream: any): Promise<void> =>
  new Promise((resolve, reject) => stream.once('close', resolve).once('error', reject))

type Read = (stream: any, saw: (item: unknown) => void, leaves: boolean) => Promise<unknown>

const readBy = async (reader: any, saw: (item: unknown) => void, leaves: boolean): Promise<void> => {
  for (;;) {
    const { value, done } = await reader.read()
    if (done) return
    saw(value)
    if (leaves) return reader.cancel()
  }
}

const WAYS: Readonly<Record<string, Read>> = {
  async 'for await'(stream, saw, leaves) {
    for await (const item of stream) {
      saw(item)
      if (leaves) break
    }
  },
  getReader: (stream, saw, leaves) => readBy(asWeb(stream).getReader(), saw, leaves),
  async pipeTo(stream, saw, leaves) {
    const leave = new AbortController()
    const piped = asWeb(stream).pipeTo(new WritableStream({
      write(item) {
        saw(item)
        if (leaves) leave.abort()
      }
    }), { signal: leave.signal })
    await (leaves ? piped.catch((error: Error) => saw(error.name)) : piped)
  },
  async tee(stream, saw, leaves) {
    const [first, second] = asWeb(stream).tee().map((branch: any) => branch.getReader())
    saw((await first.read()).value)
    if (leaves) await Promise.all([first.cancel(), second.cancel()])
    else await Promise.all([readBy(first, saw, false), readBy(second, saw, false)])
  },
  async Response(stream, saw, leaves) {
    const response = new Response(asWeb(stream))
    if (leaves) await readBy(response.body!.getReader(), saw, true)
    else saw(await response.text())
  },
  async 'on data'(stream, saw, leaves) {
    const readable = asNode(stream)
    readable.on('data', (item: unknown) => {
      saw(item)
      if (leaves) readable.destroy()
    })
    await over(readable)
  },
  async pipe(stream, saw, leaves) {
    const readable = asNode(stream)
    readable.pipe(new Writable({
      write(item, _, done) {
        saw(item)
        if (leaves) readable.destroy()
        done()
      }
    }))
    await over(readable)
  },
  async read(stream, saw, leaves) {
    const readable = asNode(stream)
    readable.on('readable', () => {
      for (let item = readable.read(1); item !== null; item = readable.read(1)) {
        saw(item)
        if (leaves) return readable.destroy()
      }
    })
    await over(readable)
  }
}

const GIVERS: Readonly<Record<string, Give>> = {
  trace: (channel, make) => channel.trace(make),
  traceIterator: (channel, make) => channel.traceIterator(make),
  'trace of a promise': (channel, make) => channel.trace(async () => make()),
  'traceIterator of a promise': (channel, make) => channel.traceIterator(async () => make())
}

/** What nobody handles. */
const unhandled: string[] = []
process.on('unhandledRejection', (error: any) => { unhandled.push(`unhandledRejection ${error?.message}`) })
process.on('uncaughtException', (error: any) => { unhandled.push(`uncaughtException ${error?.message}`) })

async function run(give: Give, make: () => any, read: Read, leaves: boolean): Promise<unknown> {
  const heard = new Heard().withSteps()
  const seen: string[] = []
  const stream = await give(isWatched ? heard.channel : tracingChannel('idle'), make)
  // A promise takes longer to settle where it is traced, and a stream goes on meanwhile.
  await wait(1)
  try {
    await read(
      stream, (item) => { seen.push(item instanceof Uint8Array ? Buffer.from(item).toString() : String(item)) }, leaves
    )
    seen.push('over')
  } catch (error) {
    seen.push(`failed: ${(error as Error).message}`)
  }
  await wait(5)
  return { seen, unhandled: unhandled.splice(0), events: heard.take() }
}

async function main(): Promise<void> {
  const results: Record<string, unknown> = {}
  for (const [giver, give] of Object.entries(GIVERS)) {
    for (const [kind, make] of Object.entries(MAKERS)) {
      for (const [way, read] of Object.entries(WAYS)) {
        for (const outcome of ['ok', 'failed', 'cancelled'] as const) {
          results[`${giver}, ${kind}, ${way}, ${outcome}`] = await run(
            give, () => make(outcome), read, outcome === 'cancelled'
          )
        }
      }
    }
    // Nobody listens to 'error', and the process hears of it.
    results[`${giver}, node, nobody listens, failed`] = await run(
      give, () => MAKERS['node']!('failed'), async (stream) => { stream.resume(); await wait(5) }, false
    )
    // A Duplex, and a promise that nobody handles because its stream fails.
    results[`${giver}, node, duplex, ok`] = await run(
      give, () => { const duplex = new PassThrough(); duplex.end('a'); return duplex }, WAYS['on data']!, false
    )
    results[`${giver}, web, nobody handles, failed`] = await run(give, () =>
      MAKERS['web']!('failed'), async (stream) => {
      void asWeb(stream).pipeTo(new WritableStream())
      await wait(5)
    }, false)
  }
  process.stdout.write(JSON.stringify(results))
}

void main()
