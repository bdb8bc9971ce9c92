import { tracingChannel } from 'node:diagnostics_channel'
import { EventEmitter, once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { ticksUntilSettled } from '../../support/ticks.js'
import type { Agent } from '../agents/agent.js'

export type Saw = (what: string, ...values: unknown[]) => void

/** Work of an application's own: traces of every kind, across await, timers, streams and errors, seen by an agent. */
export async function work(agent: Agent, saw: Saw): Promise<void> {
  const traced: any = tracingChannel('work')
  const other: any = tracingChannel('other work')
  agent.trace('work')
  agent.trace('other work')
  saw('before')
  await agent.within('nested', () => nested(traced, other, saw))
  await agent.within('time', () => time(traced, saw))
  await agent.within('streams', () => streams(traced, saw))
  await agent.within('errors', () => errors(agent, traced, saw))
  await agent.within('by hand', () => byHand(traced, saw))
  await agent.within('http', () => http(traced, saw))
  saw('after')
}

async function nested(traced: any, other: any, saw: Saw): Promise<void> {
  let results: unknown
  traced.traceSync((...args: unknown[]) => {
    saw('sync', ...args)
    const inner = other.traceSync(() => traced.traceSync(() => { saw('innermost'); return 1 }, {}), { name: 'inner' })
    saw('sync, after inner', inner)
    results = traced.tracePromise(async () => {
      saw('promise')
      await null
      saw('promise, later')
      return other.tracePromise(async () => { await sleep(1); saw('promise in promise'); return 2 }, { name: 'inner' })
    }, { name: 'outer' })
  }, { name: 'sync' }, { isThis: true }, 'an', 'argument')
  saw('returned', results)
  saw('resolved', await results)
  await Promise.all([3, 4, 5].map((n) => traced.tracePromise(async () => {
    await sleep(n)
    saw(`parallel ${n}`)
  }, { n })))
  const called = new Promise((resolve) => {
    const returned = traced.traceCallback((n: number, callback: (error: null, n: number) => void) => {
      saw('with callback', n)
      setImmediate(() => { saw('before callback'); callback(null, n) })
      return 'from callee'
    }, -1, { name: 'callback' }, undefined, 6, (...args: unknown[]) => {
      saw('callback', ...args)
      queueMicrotask(() => { saw('microtask of callback'); resolve(undefined) })
      return 'from callback'
    })
    saw('returned', returned)
  })
  await called
  const settled: Readonly<Record<string, () => unknown>> = {
    'a value': () => Promise.resolve(1),
    'an error': () => Promise.reject(new Error('from promise')),
    'an async function': async () => { await null },
    'a thenable': () => ({ then(resolve: (value: string) => void) { resolve('thenable') } })
  }
  for (const [name, fn] of Object.entries(settled)) {
    saw('ticks until', name, await ticksUntilSettled(traced.tracePromise(fn, { name })))
  }
  const thenable = { then(resolve: (value: string) => void) { saw('then'); resolve('thenable') } }
  saw('thenable', await traced.tracePromise(() => thenable, { name: 'thenable' }))
}

async function time(traced: any, saw: Saw): Promise<void> {
  const ways: Readonly<Record<string, (fn: () => void) => unknown>> = {
    nextTick: (fn) => process.nextTick(fn),
    microtask: queueMicrotask,
    immediate: setImmediate,
    timeout: (fn) => setTimeout(fn, 1),
    then: (fn) => Promise.resolve().then(fn)
  }
  for (const [name, later] of Object.entries(ways)) {
    await traced.tracePromise(() => new Promise<void>((resolve) => later(() => { saw(name); resolve() })), { name })
    await new Promise<void>((resolve) => {
      traced.traceSync(() => { later(() => { saw(`${name}, after its trace`); resolve() }) }, { name })
      saw(`${name} is waited for`)
    })
  }
  let ticks = 0
  await new Promise<void>((resolve) => {
    const timer: NodeJS.Timeout = traced.traceSync(() => setInterval(() => {
      saw('interval', ++ticks)
      if (ticks < 2) return
      clearInterval(timer)
      resolve()
    }, 1), { name: 'interval' })
  })
}

async function streams(traced: any, saw: Saw): Promise<void> {
  const shout = new Transform({
    objectMode: true,
    transform(chunk, _encoding, done) {
      saw('chunk', chunk)
      traced.traceCallback(
        (callback: typeof done) => setImmediate(callback, null, `${chunk}!`), 0, { chunk }, undefined, done
      )
    }
  })
  const sink = new Writable({ objectMode: true, write(chunk, _encoding, done) { saw('written', chunk); done() } })
  await traced.tracePromise(() => pipeline(Readable.from(['a', 'b', 'c']), shout, sink), { name: 'pipeline' })
  const emitter = new EventEmitter()
  traced.traceSync(() => emitter.on('event', () => saw('event')), { name: 'listening' })
  traced.traceSync(() => emitter.emit('event'), { name: 'emitting' })
  traced.traceSync(() => setImmediate(() => emitter.emit('late')), {})
  await once(emitter, 'late')
  saw('late event')
  for await (const row of Readable.from((async function* rows() {
    yield await traced.tracePromise(async () => { await null; return 'row 1' }, {})
    saw('between rows')
    yield 'row 2'
  })())) saw(row)
}

async function errors(agent: Agent, traced: any, saw: Saw): Promise<void> {
  const fails = (what: string, error: unknown): void => saw(`${what} failed with`, error)
  try {
    traced.traceSync(() => { saw('failing'); throw new RangeError('from sync') }, { name: 'sync' })
  } catch (error) {
    fails('sync', error)
  }
  const rejects = async (): Promise<never> => { await null; throw new TypeError('from promise') }
  await traced.tracePromise(rejects, { name: 'promise' }).catch((error: unknown) => fails('promise', error))
  await traced.tracePromise(() => Promise.reject('no error'), { name: 'string' }).catch((error: unknown) =>
    fails('string', error))
  const callsBack = (callback: (error: Error) => void): unknown => setTimeout(callback, 1, new Error('from callback'))
  await new Promise<void>((resolve) => traced.traceCallback(callsBack, 0, {}, undefined, (error: unknown) => {
    fails('callback', error)
    resolve()
  }))
  await agent.within('span that fails', async () => {
    await sleep(1)
    throw new Error('from a span')
  }).catch((error: unknown) => fails('span', error))
  const fail = (): never => { throw new Error('from a subscriber') }
  traced.start.subscribe(fail)
  traced.traceSync(() => saw('traced all the same'), {})
  traced.start.unsubscribe(fail)
  await sleep(1)
}

async function byHand(traced: any, saw: Saw): Promise<void> {
  const context: any = { name: 'by hand' }
  const result = await traced.start.runStores(context, async () => {
    saw('in stores')
    await sleep(1)
    saw('in stores, later')
    return 'done'
  })
  context.result = result
  traced.asyncEnd.publish(context)
  saw('by hand', result)
}

async function http(traced: any, saw: Saw): Promise<void> {
  const server = createServer((request, response) => {
    saw('request', request.url)
    traced.tracePromise(async () => { await sleep(1); return 'body' }, { url: request.url }).then((body: string) => {
      saw('responding')
      response.statusCode = request.url === '/missing' ? 404 : 200
      response.end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  for (const path of ['/', '/missing?query=1']) {
    await traced.tracePromise(async () => {
      const [response]: IncomingMessage[] = await once(get({ port, path, host: '127.0.0.1', agent: false }), 'response')
      saw('response', response!.statusCode)
      let body = ''
      for await (const chunk of response!) body += chunk
      saw('body', body)
    }, { path })
  }
  await new Promise((resolve) => server.close(resolve))
}
