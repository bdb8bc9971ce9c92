import t from 'tap'
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  BoundedChannel, boundedChannel, instrument, TracingChannel, tracingChannel, withScope, withStoreScope
} from 'tracescope'
import { EVENTS } from '../support/traced.js'

// Whatever is not what it should be is refused before anything happens: no event, no store entered, no subscriber.

const log: string[] = []
const store = new AsyncLocalStorage<any>()

/** A tracing channel, and one with subscribers and a store that write down what happens. */
const idle: any = tracingChannel('bad-input-idle')
const heard: any = tracingChannel('bad-input')
heard.start.bindStore(store, () => { log.push('transform'); return 'entered' })
for (const event of EVENTS) heard[event].subscribe(() => log.push(event))

const NO_OBJECTS = [undefined, null, 5, NaN, 5n, true, Symbol('symbol')]
const NO_FUNCTIONS = [...NO_OBJECTS, 'text', '', {}, [], { call() {} }]
const LOOKALIKES = [() => {}, class Channel {}, Object.create(null), { name: 'a', publish() {}, subscribe() {} }]
const NO_CHANNELS = [...NO_FUNCTIONS, ...LOOKALIKES]
const NO_HANDLERS = [5, 5n, true, 'text', {}, [], Symbol('symbol')]

/** What is called, the argument that the error names, the values that are refused, and the call. */
type Refused = readonly [what: string, argument: string, values: readonly unknown[], call: (value: any) => unknown]

const callback = (...args: unknown[]): unknown => heard.traceCallback(() => log.push('fn'), 0, {}, undefined, ...args)

const instrumented: any = instrument(heard, (..._args: any[]) => { log.push('fn') }, {
  kind: 'callback', position: 0, optional: false, context: () => { log.push('context'); return {} }
})

const makers: ReadonlyArray<readonly [string, (value: any) => unknown]> = [
  ['tracingChannel', tracingChannel],
  ['new TracingChannel', (value) => new TracingChannel(value)],
  ['boundedChannel', boundedChannel],
  ['new BoundedChannel', (value) => new BoundedChannel(value)]
]

const refused: readonly Refused[] = [
  ['withScope(value)', '"storage" argument', NO_CHANNELS, (value) => withScope(value, 'entered')],
  ['withStoreScope(value)', '"channel" argument', NO_CHANNELS, (value) => withStoreScope(value, 'message')],
  ...makers.flatMap(([name, make]): Refused[] => [
    [`${name}(value)`, '"nameOrChannels" argument', [...NO_OBJECTS, () => {}], make],
    [`${name}(value)`, '"nameOrChannels.start" property', [{}, [], Object.create(null)], make],
    [`${name}({ start: value })`, '"nameOrChannels.start" property', NO_CHANNELS, (start) => make({ start })],
    [`${name}({ start, end: value })`, '"nameOrChannels.end" property', NO_CHANNELS, (end) =>
      make({ start: heard.start, end })]
  ]),
  ...[idle, heard].flatMap((traced): Refused[] => [
    ['traceSync(value)', '"fn" argument', NO_FUNCTIONS, (value) => traced.traceSync(value, {})],
    ['tracePromise(value)', '"fn" argument', NO_FUNCTIONS, (value) => traced.tracePromise(value, {})],
    ['traceCallback(value, …)', '"fn" argument', NO_FUNCTIONS, (value) =>
      traced.traceCallback(value, 0, {}, undefined, () => {})],
    ['trace(value)', '"fn" argument', NO_FUNCTIONS, (value) => traced.trace(value, {})],
    ['traceIterator(value)', '"fn" argument', NO_FUNCTIONS, (value) => traced.traceIterator(value, {})],
    ['traceUntil(value, …)', '"fn" argument', NO_FUNCTIONS, (value) => traced.traceUntil(value, () => {})],
    ['traceUntil(fn, value)', '"until" argument', NO_FUNCTIONS, (value) =>
      traced.traceUntil(() => log.push('fn'), value)],
    ['instrument(channel, value)', '"fn" argument', NO_FUNCTIONS, (value) => instrument(traced, value)],
    ['instrument(channel, fn, value)', '"options" argument', [null, 5, 'text', () => {}], (value) =>
      instrument(traced, () => {}, value)],
    ['instrument(channel, fn, { context: value })', '"options.context" property', NO_FUNCTIONS.slice(1),
      (context) => instrument(traced, () => {}, { context })],
    ['instrument(channel, fn, { kind: value })', '"options.kind" property', [null, 5, {}, () => {}], (kind) =>
      instrument(traced, () => {}, { kind })],
    ['instrument(channel, fn, { until: value })', '"options.until" property', NO_FUNCTIONS.slice(1), (until) =>
      instrument(traced, () => {}, { until })],
    ['instrument(channel, fn, { optional: value })', '"options.optional" property', [null, 1, 'true'],
      (optional) => instrument(traced, (..._args: any[]) => {}, { kind: 'callback', optional })],
    ['instrument(channel, fn, { position: value })', '"options.position" property', [null, '0', {}, 5n],
      (position) => instrument(traced, (..._args: any[]) => {}, { kind: 'callback', position })],
    ['BoundedChannel#run({}, value)', '"fn" argument', NO_FUNCTIONS, (value) => boundedChannel(traced).run({}, value)]
  ]),
  ['instrument(value, fn)', '"nameOrChannels" argument', [...NO_OBJECTS, () => {}], (value) =>
    instrument(value, () => {})],
  ['instrument({ start: value }, fn)', '"nameOrChannels.start" property', NO_CHANNELS, (start) =>
    instrument({ start } as any, () => {})],
  ['a call by an instrumented function with value for a callback', '"callback" argument', NO_FUNCTIONS, (value) =>
    instrumented(value, 'last')],
  ['a call by an instrumented function without a callback', '"callback" argument', [undefined], () => instrumented()],
  ['traceCallback(fn, 0, {}, undefined, value)', '"callback" argument', NO_FUNCTIONS, callback],
  ['traceCallback(fn, 0, {}, undefined)', '"callback" argument', [undefined], () => callback()],
  ...[() => tracingChannel('bad-input-never'), () => boundedChannel('bad-input-never')].flatMap((make): Refused[] => [
    ['subscribe(value)', '"handlers" argument', [...NO_OBJECTS, 'text'], (value) => make().subscribe(value)],
    ['unsubscribe(value)', '"handlers" argument', [...NO_OBJECTS, 'text'], (value) => make().unsubscribe(value)],
    ['subscribe({ start: value })', '"handlers.start" property', NO_HANDLERS, (start) => make().subscribe({ start })],
    ['subscribe({ start, end: value })', '"handlers.end" property', NO_HANDLERS, (end) =>
      make().subscribe({ start: () => {}, end })]
  ])
]

for (const [what, argument, values, call] of refused) {
  t.test(what, async (t) => {
    const message = new RegExp(`^The ${argument} must be .+\\. Received .+$`)
    store.enterWith('outer')
    for (const value of values) t.throws(() => call(value), {
      name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE', message
    })
    t.same(log, [], 'nothing was published, called or transformed')
    t.equal(store.getStore(), 'outer', 'nothing was entered')
    t.equal(tracingChannel('bad-input-never').hasSubscribers, false, 'nothing was subscribed')
  })
}

const IMPOSSIBLE: ReadonlyArray<readonly [what: string, options: any, message: RegExp]> = [
  [
    'an unknown kind',
    { kind: 'async' },
    /^The property 'options.kind' must be one of: 'sync', 'promise', 'callback', 'iterator', 'auto'. Received 'async'$/
  ],
  ['an empty kind', { kind: '' }, /^The property 'options.kind' must be one of: /],
  [
    'a position that is no index',
    { kind: 'callback', position: 0.5 },
    /^The property 'options.position' must be an integer. Received 0.5$/
  ],
  [
    'a position that is no number',
    { kind: 'callback', position: NaN },
    /^The property 'options.position' must be an integer. Received NaN$/
  ],
  [
    'a position of no callback',
    { kind: 'sync', position: 0 },
    /^The property 'options.position' must be left out unless options.kind is 'callback'. Received 0$/
  ],
  [
    'an optional callback of another kind',
    { kind: 'sync', optional: true },
    /^The property 'options.optional' must be left out unless options.kind is 'callback'. Received true$/
  ],
  [
    'a kind beside until',
    { kind: 'sync', until() {} },
    /^The property 'options.kind' must be left out where there is options.until. Received 'sync'$/
  ],
  [
    'an unknown option',
    { contxt: () => ({}) },
    /^The property 'options.contxt' is no option that there is. Did you mean 'context'\?$/
  ],
  [
    'another unknown option',
    { kind: 'sync', Positon: 1 },
    /^The property 'options.Positon' is no option that there is. Did you mean 'position'\?$/
  ]
]
for (const [what, options, message] of IMPOSSIBLE) {
  t.test(`instrument refuses ${what}`, async (t) => {
    t.throws(() => instrument(heard, (..._args: any[]) => {}, options), {
      name: 'TypeError', code: 'ERR_INVALID_ARG_VALUE', message
    })
  })
}

t.test('an instrumented function looks for its callback only while someone listens', async (t) => {
  t.equal(
    instrument(idle, (value: unknown) => value, { kind: 'callback', optional: false })('no callback'), 'no callback'
  )
})

t.test('what is falsy where a handler could be is no handler, as in Node', async (t) => {
  const traced = tracingChannel('bad-input-falsy')
  for (const falsy of [undefined, null, 0, '', false]) traced.subscribe({ start: falsy as any })
  t.equal(traced.hasSubscribers, false)
  t.equal(traced.unsubscribe({ start: undefined } as any), true)
})

t.test('without subscribers the callback is not looked for, as in Node', async (t) => {
  t.equal(idle.traceCallback((value: unknown) => value, 0, {}, undefined, 'no callback'), 'no callback')
})

t.test('after all that the channels still work', async (t) => {
  log.length = 0
  t.equal(heard.traceSync(() => store.getStore(), {}), 'entered')
  t.same(log, ['transform', 'start', 'end'])
})
