import { EventEmitter, once } from 'node:events'
import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { instrument, tracingChannel, type Finish } from 'tracescope'
import { Heard } from '../support/heard.js'

// An operation of which neither the result nor a callback tells when it is over goes on until `finish` is called.

const END = ['start', 'end']

/** As a query that is submitted, and emits what comes of it. */
function submit(row: unknown): EventEmitter {
  const emitter = new EventEmitter()
  setImmediate(() => row instanceof Error ? emitter.emit('error', row) : emitter.emit('end', row))
  return emitter
}
const untilEnd = (emitter: EventEmitter, finish: Finish): void => {
  emitter.once('end', (row) => finish(undefined, row)).once('error', finish)
}

/** The two that take it. */
const WAYS: Readonly<Record<
  string,
  (heard: Heard, fn: (...args: any[]) => any, until: (returned: any, finish: Finish) => void, ...args: unknown[]) => any
>> = {
  traceUntil: ({ channel }, fn, until, ...args) => channel.traceUntil(fn, until, undefined, undefined, ...args),
  'instrument with until': ({ channel }, fn, until, ...args) => instrument(channel, fn, { until })(...args)
}

for (const [name, trace] of Object.entries(WAYS)) {
  t.test(name, async (t) => {
    t.test('the operation ends when it is finished, with a result or an error', async (t) => {
      const heard = new Heard()
      await once(trace(heard, submit, untilEnd, 'row'), 'end')
      t.same(heard.take(), [...END, 'asyncStart gave row', 'asyncEnd gave row'])
      // A timer may come before what is to be done at once.
      await new Promise((resolve) => trace(heard, submit, untilEnd, new Error('failure')).once('error', resolve))
      t.same(heard.take(), [...END, 'error failed: failure', 'asyncStart failed: failure', 'asyncEnd failed: failure'])
    })

    t.test('the caller gets what fn returned: a promise too', async (t) => {
      const heard = new Heard()
      for (const value of [5, undefined, {}, Promise.resolve(1), { then() {} }, [1].values()]) {
        t.equal(trace(heard, () => value, (returned) => { t.equal(returned, value) }), value)
        t.same(heard.take(), END)
      }
    })

    t.test('until is called in the stores of the trace, before end', async (t) => {
      const heard = new Heard()
      trace(heard, () => {}, () => { heard.add('until') })
      t.same(heard.take(), ['start', 'until', 'end'])
    })

    t.test('finish counts once, also at once', async (t) => {
      const heard = new Heard()
      let finish!: Finish
      trace(heard, () => {}, (_, given) => { finish = given; given(null, 'first') })
      finish(undefined, 'second')
      finish(new Error('third'))
      t.same(heard.take(), ['start', 'asyncStart gave first', 'asyncEnd gave first', 'end gave first'])
    })

    t.test('an error is what is neither undefined nor null', async (t) => {
      for (const error of ['', 0, false, 'text']) {
        const heard = new Heard()
        trace(heard, () => {}, (_, finish) => finish(error))
        t.equal(heard.contexts[0].error, error)
        t.equal('result' in heard.contexts[0], false)
      }
    })

    t.test('subscribers of the end see the stores bound to asyncStart', async (t) => {
      const heard = new Heard()
      const continuations = new AsyncLocalStorage<string>()
      const seen: unknown[] = []
      heard.channel.asyncStart.bindStore(continuations as any, () => 'continuation')
      heard.channel.asyncEnd.subscribe(() => { seen.push(continuations.getStore()) })
      trace(heard, () => {}, (_, finish) => finish())
      t.same(seen, ['continuation'])
    })

    t.test('fn that throws ends the operation, and until is not called', async (t) => {
      const heard = new Heard()
      const failure = new Error('failure')
      t.throws(() => trace(heard, () => { throw failure }, () => { heard.add('until') }), failure)
      t.same(heard.take(), ['start', 'error failed: failure', 'end failed: failure'])
    })

    t.test('nobody listens: until is not called', async (t) => {
      const idle: any = { channel: tracingChannel<any>('until-idle') }
      t.equal(trace(idle, () => 5, () => t.fail('until')), 5)
    })
  })
}

t.test('until that throws: its error surfaces on the next tick, ' +
  'and the operation is over when the call is', async (t) => {
  const heard = new Heard()
  const surfaced: unknown[] = []
  const failure = new Error('until')
  const listeners = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', (error) => { surfaced.push(error) })
  let finish!: Finish
  t.equal(heard.channel.traceUntil(() => 5, (_, given) => { finish = given; throw failure }), 5)
  finish(undefined, 'late')
  t.same(heard.take(), ['start', 'end gave 5'])
  heard.channel.traceUntil(() => 5, (_, finish) => { finish(undefined, 'early'); throw failure })
  t.same(heard.take(), ['start', 'asyncStart gave early', 'asyncEnd gave early', 'end gave early'])
  t.same(surfaced, [])
  await new Promise((resolve) => setTimeout(resolve, 5))
  process.removeAllListeners('uncaughtException')
  for (const listener of listeners) process.on('uncaughtException', listener)
  t.same(surfaced, [failure, failure])
})

t.test('`this`, arguments and context are passed on', async (t) => {
  const heard = new Heard()
  const self = {}
  const context = { sql: 'SELECT' }
  const seen: any = heard.channel.traceUntil(
    function (this: unknown, ...args: unknown[]) { return [this, ...args] }, () => {}, context, self, 1, 2
  )
  t.equal(seen[0], self)
  t.same(seen.slice(1), [1, 2])
  t.equal(heard.contexts[0], context)
})
