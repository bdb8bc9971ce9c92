/** What strict mode reports of a test that misuses scopes to see what comes of it. */
interface Misuse {
  /** The codes, each with the first major version of Node on which it is reported: some scopes are those of the host's own methods. */
  readonly codes: Readonly<Record<string, number>>
  readonly reason: string
}

const MISUSES: Readonly<Record<string, Misuse>> = {
  'agent-storage': { codes: { OUT_OF_ORDER: 20 }, reason: 'scopes of an agent\'s storage restore what they found, in whatever order' },
  'api-is-node-26': { codes: { OUT_OF_ORDER: 20 }, reason: 'disposes out of order, as recorded on 26.10' },
  'bounded-channel': { codes: { OUT_OF_ORDER: 20 }, reason: 'disposes out of order, to see the values' },
  'dropped-channels-are-collected': { codes: { UNDISPOSED: 20 }, reason: 'leaves a scope open, to see its channel collected' },
  'install-behaviour-node26': { codes: { OUT_OF_ORDER: 20 }, reason: 'disposes out of order, as recorded on 26.10' },
  'isolate': { codes: { ESCAPED: 20, WRONG_CONTEXT: 20 }, reason: 'lets a value leak to show that it does, and isolates the steps of a generator each for itself' },
  'shim-is-invisible': { codes: { ESCAPED: 24, UNDISPOSED: 26, OUT_OF_ORDER: 26 }, reason: 'opens a scope before the first await, or for its shape alone, and disposes out of order' },
  'with-scope': { codes: { UNDISPOSED: 20, ESCAPED: 20, OUT_OF_ORDER: 20 }, reason: 'looks at what leaks, at a scope by its identity alone, and at values after disposal out of order' },
  'with-store-scope': { codes: { OUT_OF_ORDER: 20 }, reason: 'disposes out of order, to see the values' }
}

/** The codes that strict mode gives a test on a version of Node, all of them and no others. */
export function misusesOnPurpose(test: string, version: string): string[] {
  const codes = Object.entries(MISUSES[test]?.codes ?? {})
  return codes.filter(([, first]) => parseInt(version) >= first).map(([code]) => `TRACESCOPE_${code}`)
}
