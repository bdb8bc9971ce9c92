import { lookup } from 'node:dns'
import t from 'tap'
import nodeDiagnosticsChannel from 'node:diagnostics_channel'
import { channel, install, tracingChannel, withStoreScope } from 'tracescope'

// The errors that tracescope throws for arguments can't be told from those that this Node throws.

const VALUES: Readonly<Record<string, unknown>> = {
  'undefined': undefined,
  'null': null,
  'a number': 5,
  'negative zero': -0,
  'not a number': NaN,
  'a string': 'text',
  'a string with quotes': 'it\'s "quoted"',
  'a string of several lines': 'one\ntwo',
  'a string just short enough': 'x'.repeat(26),
  'a string just too long': 'x'.repeat(27),
  'a long string': 'long '.repeat(20),
  'a boolean': false,
  'a bigint': 12345678901234567890123456789012345678901234567890n,
  'a symbol': Symbol('symbol'),
  'a symbol without description': Symbol(),
  'an object': {},
  'an object with a field': { field: 1 },
  'an array': [1],
  'a date': new Date(0),
  'a map': new Map(),
  'an instance of a class': new (class Some {})(),
  'an instance of a class without name': new (class {})(),
  'an object without prototype': Object.create(null),
  'an object without prototype and with fields': Object.assign(Object.create(null), { field: { deep: 1 } }),
  'an object whose constructor has no name': { constructor: { name: '' } },
  'a regular expression': /./,
  'an error': new Error('message'),
  'a promise': Promise.resolve(),
  'a typed array': new Uint8Array(2),
  'a proxy': new Proxy({}, {})
}

const FUNCTIONS: Readonly<Record<string, unknown>> = {
  'a function': function named() {},
  'an anonymous function': (() => () => {})(),
  'a class': class Some {},
  'a bound function': (function named() {}).bind(null)
}

/** What of an error shows in logs and is asked for in programs. */
function describe(throwing: () => unknown): Record<string, unknown> {
  try {
    throwing()
  } catch (error: any) {
    return {
      name: error.name,
      code: error.code,
      message: error.message,
      string: String(error),
      stack: error.stack.split('\n    at ')[0],
      isTypeError: error instanceof TypeError,
      keys: Object.keys(error)
    }
  }
  return {}
}

const ours: any = tracingChannel('errors-ours')
const nodes: any = nodeDiagnosticsChannel.tracingChannel('errors-nodes')
ours.start.subscribe(() => {})
nodes.start.subscribe(() => {})

t.test('an argument that is no function', async (t) => {
  for (const [name, value] of Object.entries(VALUES)) {
    const found = describe(() => ours.traceCallback(() => {}, 0, {}, undefined, value))
    t.same(found, describe(() => nodes.traceCallback(() => {}, 0, {}, undefined, value)), name)
    t.equal(found['code'], 'ERR_INVALID_ARG_TYPE')
  }
})

t.test('nothing is scheduled to find the words', async (t) => {
  const scheduled: unknown[] = []
  const functions = { queueMicrotask, setTimeout, setImmediate }
  Object.assign(
    globalThis,
    Object.fromEntries(Object.keys(functions).map((name) => [name, (value: unknown) => scheduled.push(value)]))
  )
  try {
    for (const value of Object.values(VALUES)) describe(() => ours.traceSync(value))
  } finally {
    Object.assign(globalThis, functions)
  }
  t.same(scheduled, [])
})

t.test('what was received, where functions are wrong too', async (t) => {
  const received = (throwing: () => unknown): unknown => /Received .*/s.exec(String(describe(throwing)['message']))?.[0]
  const accepted = (value: unknown): boolean => typeof value === 'string' || typeof value === 'symbol'
  for (const [name, value] of Object.entries({ ...VALUES, ...FUNCTIONS })) {
    if (accepted(value)) continue
    const found = received(() => withStoreScope(value as any, {}))
    t.equal(found, received(() => nodeDiagnosticsChannel.channel(value as any)), name)
    t.type(found, 'string')
  }
})

t.test('a wrong channel of several', async (t) => {
  for (const value of [5, 'text', {}, [], () => {}]) {
    const channels: any = {
      start: channel('a'), end: channel('b'), asyncStart: channel('c'), asyncEnd: channel('d'), error: value
    }
    const found = describe(() => tracingChannel(channels))
    t.same(found, describe(() => nodeDiagnosticsChannel.tracingChannel(channels)))
    t.match(found['message'], /^The "nameOrChannels\.error" property must be an instance of Channel\. Received /)
  }
})

t.test('neither a name nor channels', async (t) => {
  for (const value of [undefined, 5, 5n, true, Symbol('symbol'), () => {}]) {
    const found = describe(() => tracingChannel(value as any))
    t.same(found, describe(() => nodeDiagnosticsChannel.tracingChannel(value as any)), String(value))
  }
})

t.test('an option that is none of those there are', async (t) => {
  const choices = /'options\.\w+' must be one of: .*?\./
  const anonymous = (described: Record<string, unknown>) =>
    JSON.parse(JSON.stringify(described).replaceAll(new RegExp(choices, 'g'), 'CHOICES'))
  for (const value of ['bad', '', 'it\'s "quoted"', 'one\ntwo', 'long '.repeat(40), 'x'.repeat(126), 'x'.repeat(127)]) {
    const found = describe(() => install({ behaviour: value } as any))
    t.match(found['message'], choices)
    t.same(anonymous(found), anonymous(describe(() => lookup('localhost', { order: value } as any, () => {}))), value)
  }
})
