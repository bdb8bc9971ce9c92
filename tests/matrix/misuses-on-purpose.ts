/** What strict mode reports of a test that misuses scopes to see what comes of it. */
interface Misuse {
  /**
   * The codes, each with the first major version of Node on which it is reported: some scopes are those of the host's
   * own methods.
   */
  readonly codes: Readonly<Record<string, number>>
  readonly reason: string
}

/** What the scenarios that hold implementations against each other do. */
const TRACES = { BAD_CONTEXT: 20, NO_PROMISE: 20, PENDING_RESULT: 20 }
const TRACED_AMISS = 'traces what their traces are not made for, with contexts that are none'

const MISUSES: Readonly<Record<string, Misuse>> = {
  'agent-storage': {
    codes: { OUT_OF_ORDER: 20 }, reason: 'scopes of an agent\'s storage restore what they found, in whatever order'
  },
  'api-is-node-26': {
    codes: { OUT_OF_ORDER: 20, ...TRACES }, reason: `disposes out of order, as recorded on 26.10, and ${TRACED_AMISS}`
  },
  'bounded-channel': { codes: { OUT_OF_ORDER: 20 }, reason: 'disposes out of order, to see the values' },
  'dropped-channels-are-collected': {
    codes: { UNDISPOSED: 20 }, reason: 'leaves a scope open, to see its channel collected'
  },
  'install-behaviour-node26': {
    codes: { OUT_OF_ORDER: 20, ...TRACES }, reason: `disposes out of order, as recorded on 26.10, and ${TRACED_AMISS}`
  },
  'instrument': { codes: { NO_ITERATION: 20, NO_PROMISE: 20 }, reason: 'names kinds that functions are not of' },
  'isolate': {
    codes: { ESCAPED: 20, WRONG_CONTEXT: 20 },
    reason: 'lets a value leak to show that it does, and isolates the steps of a generator each for itself'
  },
  'shim-is-invisible': {
    codes: { ESCAPED: 24, UNDISPOSED: 26, OUT_OF_ORDER: 26, ...TRACES },
    reason: `opens a scope before the first await, or for its shape alone, disposes out of order, and ${TRACED_AMISS}`
  },
  'trace': { codes: { NO_ITERATION: 20 }, reason: 'has traceIterator treat values as trace does' },
  'trace-iterator': { codes: { NO_ITERATION: 20 }, reason: 'looks at what becomes of values that are no iterations' },
  'with-scope': {
    codes: { UNDISPOSED: 20, ESCAPED: 20, OUT_OF_ORDER: 20 },
    reason: 'looks at what leaks, at a scope by its identity alone, and at values after disposal out of order'
  },
  'with-store-scope': { codes: { OUT_OF_ORDER: 20 }, reason: 'disposes out of order, to see the values' },
  'wrappers-around-the-shim': { codes: { NO_PROMISE: 20 }, reason: 'has tracePromise treat values, too' }
}

/** The codes that strict mode gives a test on a version of Node, all of them and no others. */
export function misusesOnPurpose(test: string, version: string): string[] {
  const codes = Object.entries(MISUSES[test]?.codes ?? {})
  return codes.filter(([, first]) => parseInt(version) >= first).map(([code]) => `TRACESCOPE_${code}`)
}
