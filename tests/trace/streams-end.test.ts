import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { addAbortSignal, Duplex, PassThrough, Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import t from 'tap'
import { Heard } from '../support/heard.js'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

/** Whether strict mode is preloaded. */
const isStrict = Symbol.for('tracescope.strict') in globalThis

// A stream that a traced function returns is over when it is closed, cancelled, destroyed or failed, whoever reads it
// and however; for the reader, and for the process, it is as without tracing.

const watched: Record<string, any> = runProgram('read-streams', ['watched'])
const unwatched: Record<string, any> = runProgram('read-streams', ['unwatched'])

const OVER = ['start', 'end', 'asyncStart gave undefined', 'asyncEnd gave undefined']
const FAILED = ['start', 'end', 'error failed: broken', 'asyncStart failed: broken', 'asyncEnd failed: broken']

/**
 * Where a host takes what a stream is made of, and leaves the stream itself as it is: neither read, nor locked, nor
 * closed.
 */
const UNSEEN = 'Bun' in globalThis
  ? [
      'the body of a Response, Readable.fromWeb', 'a Blob, Readable.fromWeb',
      'a body that was fetched, Readable.fromWeb'
    ]
  : 'Deno' in globalThis
    ? ['the body of a Response, Response', 'the body of a Response, fetch', 'a body that was fetched, fetch']
    : []

t.equal(Object.keys(watched).length, 4 * (2 * 8 * 3 + 3))
for (const [name, { events, ...saw }] of Object.entries(watched)) {
  t.test(name, async (t) => {
    const { events: none, ...sawUnwatched } = unwatched[name]
    t.same(none, [])
    t.same(saw, sawUnwatched, 'readers and the process see what they see unwatched')
    const isStep = (line: string): boolean => /^(next|return):/.test(line)
    t.same(events.filter((line: string) => !isStep(line)), name.endsWith('failed') ? FAILED : OVER)
    t.equal(events.some(isStep), name.includes('for await'), 'steps where there are steps')
  })
}

const ended = (): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, 5))
const METHODS = ['trace', 'traceIterator'] as const

t.test('nothing flows, nothing is locked, and \'error\' gets no listener', async (t) => {
  for (const method of METHODS) {
    const heard = new Heard()
    let pulls = 0
    const web = heard.channel[method](() => new ReadableStream({ pull() { pulls++ } }, { highWaterMark: 0 }))
    let reads = 0
    const node = heard.channel[method](() => new Readable({ read() { reads++ } }))
    await ended()
    t.same([pulls, web.locked, reads, node.readableFlowing, node.listenerCount('error')], [0, false, 0, null, 0])
    t.same(heard.take(), ['start', 'end', 'start', 'end'])
    t.same(heard.contexts.map((context) => 'result' in context), [false, false])
    await web.cancel()
    node.destroy()
    await ended()
    t.same(heard.take(), [...OVER.slice(2), ...OVER.slice(2)])
    t.same(node.eventNames(), [], 'nor is a listener left')
  }
})

t.test('the same stream is given, by a promise too', async (t) => {
  for (const method of METHODS) {
    const heard = new Heard()
    for (const stream of [new ReadableStream(), new Readable(), new PassThrough()]) {
      t.equal(heard.channel[method](() => stream), stream)
      t.equal(await new Heard().channel[method](async () => stream), stream)
    }
  }
})

t.test('a loop that is busy with the last item when the stream closes takes its last ' +
  'step, and gives the result', async (t) => {
  class Lines extends Readable {
    override async *[Symbol.asyncIterator](): any {
      yield* super[Symbol.asyncIterator]()
      return 'lines'
    }
  }
  const makers = [
    () => Readable.from(['a']),
    () => new ReadableStream({ start(controller) { controller.enqueue('a'); controller.close() } })
  ]
  for (const method of METHODS) {
    const heard = new Heard().withSteps()
    for (const make of makers) {
      for await (const item of heard.channel[method](make as () => AsyncIterable<string>)) {
        await ended()
        heard.lines.push(`read ${item}`)
      }
      const step = ['next:start', 'next:end', 'next:asyncStart', 'next:asyncEnd']
      t.same(heard.take(), ['start', 'end', ...step, 'read a', ...step, ...OVER.slice(2)])
      await ended()
      t.same(heard.take(), [])
    }
    const lines = heard.channel[method](() => {
      const lines = new Lines({ read() {} })
      lines.push('a')
      lines.push(null)
      return lines
    })
    for await (const _ of lines) await ended()
    t.same(heard.take().slice(-2), ['asyncStart gave lines', 'asyncEnd gave lines'])
  }
})

t.test('a stream that is destroyed or fails after a step ends the operation, ' +
  'though the iterator is left as it is', async (t) => {
  for (const method of METHODS) {
    const heard = new Heard()
    for (const error of [undefined, new Error('broken')]) {
      const stream = heard.channel[method](() => new Readable({ objectMode: true, read() { this.push('a') } }))
      await stream[Symbol.asyncIterator]().next()
      stream.destroy(error)
      await ended()
      t.same(heard.take(), error ? FAILED : OVER)
    }
  }
})

t.test('a step under way when the stream is destroyed says how it ended', async (t) => {
  const heard = new Heard()
  const stream = heard.channel.trace(() => new Readable({ read() {} }))
  const step = stream[Symbol.asyncIterator]().next()
  await ended()
  stream.destroy()
  await t.rejects(step, { code: 'ERR_STREAM_PREMATURE_CLOSE' })
  await ended()
  t.same(heard.take().map((line) => line.split(':')[0]), [
    'start', 'end', 'error failed', 'asyncStart failed', 'asyncEnd failed'
  ])
})

t.test('a step under way that gives an item when the stream is destroyed, ' +
  'though it is the last that is asked for', async (t) => {
  const heard = new Heard()
  class Slow extends Readable {
    override [Symbol.asyncIterator](): any {
      return { next: async () => { await ended(); return { value: 'item', done: false } } }
    }
  }
  const stream = heard.channel.trace(() => new Slow({ read() {} }))
  const step = stream[Symbol.asyncIterator]().next()
  stream.destroy()
  t.same((await step).value, 'item')
  await ended()
  t.same(heard.take(), OVER)
})

t.test('leaving a Readable by what is made of it is no failure, ' +
  'though the host destroys it with an AbortError', async (t) => {
  const heard = new Heard()
  const endless = (): Readable =>
    heard.channel.trace(() => new Readable({ objectMode: true, read() { this.push('a') } }))
  const left = endless()
  for await (const _ of left.iterator()) break
  await ended()
  t.equal((left.errored as NodeJS.ErrnoException | null)?.code, 'ABORT_ERR')
  t.same(heard.take(), OVER)
  t.same(await endless().take(1).toArray(), ['a'])
  await ended()
  t.same(heard.take(), OVER)
})

t.test('what destroys a stream with an error makes it fail, an abort signal too', async (t) => {
  const heard = new Heard()
  const abort = new AbortController()
  const aborted = heard.channel.trace(() => addAbortSignal(abort.signal, new Readable({ read() {} })))
  aborted.on('error', () => {})
  abort.abort()
  await ended()
  t.same(heard.take()[2], 'error failed: The operation was aborted')
  // A pipeline that fails elsewhere destroys its source with its error.
  const source = heard.channel.trace(() => new Readable({ read() { this.push('a') } }))
  await t.rejects(pipeline(source, new Writable({ write(_, __, done) { done(new Error('broken')) } })), {
    message: 'broken'
  })
  await ended()
  t.same(heard.take(), FAILED)
  // A destination that fails cancels a web stream, whose own end that is.
  const web = heard.channel.trace(() => new ReadableStream({ pull(controller) { controller.enqueue('a') } }))
  await t.rejects(web.pipeTo(new WritableStream({ write() { throw new Error('broken') } })), { message: 'broken' })
  await ended()
  t.same(heard.take(), OVER)
})

t.test('an error that is emitted ends the operation, and what comes after it does not', async (t) => {
  const heard = new Heard()
  const stream = heard.channel.trace(() => new Readable({ read() {}, autoDestroy: false }))
  stream.on('error', () => {})
  stream.emit('error', new Error('broken'))
  t.same(heard.take(), FAILED)
  stream.emit('error', new Error('again'))
  stream.destroy()
  await ended()
  t.same(heard.take(), [])
})

t.test('a stream without close ends when it is read to the end; that it is destroyed is not seen', async (t) => {
  for (const options of [{ autoDestroy: false }, { emitClose: false }]) {
    const heard = new Heard()
    const make = (): Readable => new Readable({ ...options, read() { this.push(null) } })
    heard.channel.trace(make).resume()
    await ended()
    t.same(heard.take(), OVER)
    heard.channel.trace(make).destroy()
    await ended()
    t.same(heard.take(), options.emitClose === false ? ['start', 'end'] : OVER)
  }
})

t.test('a stream whose listeners are all removed has no end, and the listeners of the trace count', async (t) => {
  const heard = new Heard()
  const make = (): Readable => new Readable({ read() { this.push(null) } })
  heard.channel.trace(make).removeAllListeners().resume()
  await ended()
  t.same(heard.take(), ['start', 'end'])
  t.equal(heard.channel.trace(make).listenerCount('close'), 1)
})

t.test('a Duplex is over when both of its sides are', async (t) => {
  const heard = new Heard()
  const duplex = heard.channel.trace(() => new Duplex({ read() { this.push(null) }, write(_, __, done) { done() } }))
  duplex.resume()
  await ended()
  t.same(heard.take(), ['start', 'end'])
  duplex.end()
  await ended()
  t.same(heard.take(), OVER.slice(2))
})

t.test('a stream that is over when it is returned, and one that is returned again', async (t) => {
  const closed = new ReadableStream({ start(controller) { controller.close() } })
  const destroyed = new Readable().destroy()
  const open = new PassThrough()
  // The second is what the source of a pipeline gets whose destination is closed: what `finished` says of a stream that
  // was left.
  const failures = [new Error('broken'), Object.assign(new Error('broken'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })]
  const failed = new Map(failures.map((error) => [error, new Readable().on('error', () => {}).destroy(error)]))
  await ended()
  for (const method of METHODS) {
    const heard = new Heard()
    for (const stream of [closed, destroyed, closed]) {
      heard.channel[method](() => stream as any)
      t.same(heard.take(), ['start', 'end'])
      await ended()
      t.same(heard.take(), OVER.slice(2))
    }
    for (const error of failures) {
      heard.channel[method](() => new Readable().on('error', () => {}).destroy(error))
      heard.channel[method](() => failed.get(error)!)
      await ended()
      t.same(heard.take().filter((line) => line.startsWith('error')), Array(2).fill('error failed: broken'))
    }
    heard.channel[method](() => open)
    t.same(heard.take(), ['start', 'end'])
    heard.channel[method](() => open)
    t.same(heard.take(), ['start', 'end gave [object Object]'], 'is a value while it is under way')
  }
})

t.test('several channels that are given one stream all see its end', async (t) => {
  const [inner, outer] = [new Heard(), new Heard()]
  for (const stream of [new ReadableStream({ pull(controller) { controller.close() } }), Readable.from([])]) {
    const given: any = outer.channel.trace(async () => inner.channel.trace(() => stream))
    for await (const item of await given) void item
    await ended()
    for (const heard of [inner, outer]) t.same(heard.take(), OVER)
  }
})

t.test('what only looks like a stream is a value, and is left alone', async (t) => {
  const unused = (): never => { throw new Error('was called') }
  const looks: Array<Record<PropertyKey, unknown>> = [
    { getReader: unused, cancel: unused, pipeTo: unused, pipeThrough: unused, tee: unused },
    { pipe: unused, on: unused },
    { pipe: unused, on: unused, _readableState: null },
    { get getReader() { throw new Error('no') } }
  ]
  for (const look of looks) {
    const value = Object.defineProperty(look, Symbol.asyncIterator, { value: unused })
    const before = Object.getOwnPropertyDescriptors(value)
    const heard = new Heard()
    t.equal(heard.channel.trace(() => value), value)
    t.equal(heard.contexts[0].result, value)
    t.same(Object.getOwnPropertyDescriptors(value), before)
  }
})

t.test('a stream that can\'t be given methods of its own', async (t) => {
  const heard = new Heard()
  const stream = heard.channel.trace(() =>
    Object.preventExtensions(new ReadableStream({ pull(controller) { controller.close() } })))
  for await (const _ of stream as any) t.fail('it is empty')
  await ended()
  t.same(heard.take(), OVER)
})

t.test('streams of the host\'s own making, and where their end is not seen', async (t) => {
  const server = createServer((request, response) => request.resume().on('end', () => response.end('item')))
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const makers: Record<string, () => any> = {
    'the body of a Response': () => new Response('item').body,
    'a Blob': () => new Blob(['item']).stream(),
    'a body that was fetched': async () => (await fetch(url)).body
  }
  const readers: Record<string, (stream: any) => unknown> = {
    'for await': async (stream) => { for await (const item of stream) void item },
    getReader: async (stream) => { const reader = stream.getReader(); while (!(await reader.read()).done); },
    cancel: (stream) => stream.cancel(),
    pipeTo: (stream) => stream.pipeTo(new WritableStream()),
    tee: (stream) => Promise.all(stream.tee().map((branch: any) => new Response(branch).text())),
    Response: (stream) => new Response(stream).text(),
    fetch: async (body) => (await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)).text(),
    'Readable.fromWeb': (stream) => once(Readable.fromWeb(stream).resume(), 'close')
  }
  const unseen: string[] = []
  for (const [name, make] of Object.entries(makers)) {
    for (const [way, read] of Object.entries(readers)) {
      const heard = new Heard()
      await read(await heard.channel.trace(make))
      await ended()
      const lines = heard.take()
      if (lines.length === 2) unseen.push(`${name}, ${way}`)
      else t.same(lines, OVER, `${name}, ${way}`)
    }
  }
  t.same(unseen, UNSEEN)
  server.closeAllConnections()
  server.close()
})

t.test('nothing of node:stream is loaded before a stream is returned', {
  skip: (!isNode && 'the host has modules of its own') || (isStrict && 'strict mode loads modules of its own')
}, async (t) => {
  const { first, afterValues, afterStream } = runProgram('streams-loaded')
  t.same(first.filter((name: string) => name === 'stream' || name === 'stream/web'), [])
  t.same(afterValues, first)
  t.ok(afterStream.includes('stream/web'))
})

t.test('where the host has no modules to watch it by, a stream is a value for trace, and read as ever', async (t) => {
  const { events, read } = runProgram('streams-without-modules')
  t.same(read, ['text', 'text'])
  // Who reads it otherwise than step by step is not seen.
  t.same(events, ['start', 'end with a result', '—', 'start', 'end', '—'])
})
