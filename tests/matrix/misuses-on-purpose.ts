/** Tests that misuse scopes to see what comes of it, with the codes that strict mode gives it, and why. */
export const MISUSES_ON_PURPOSE: Readonly<Record<string, { readonly codes: readonly string[], readonly reason: string }>> = {
  'agent-storage': { codes: ['OUT_OF_ORDER'], reason: 'scopes of an agent\'s storage restore what they found, in whatever order' },
  'api-is-node-26': { codes: ['OUT_OF_ORDER'], reason: 'disposes out of order, as recorded on 26.10' },
  'bounded-channel': { codes: ['OUT_OF_ORDER'], reason: 'disposes out of order, to see the values' },
  'dropped-channels-are-collected': { codes: ['UNDISPOSED'], reason: 'leaves a scope open, to see its channel collected' },
  'install-behaviour-node26': { codes: ['OUT_OF_ORDER'], reason: 'disposes out of order, as recorded on 26.10' },
  'isolate': { codes: ['ESCAPED', 'WRONG_CONTEXT'], reason: 'lets a value leak to show that it does, and isolates the steps of a generator each for itself' },
  'shim-is-invisible': { codes: ['UNDISPOSED', 'OUT_OF_ORDER', 'ESCAPED'], reason: 'opens a scope before the first await, or for its shape alone, and disposes out of order' },
  'with-scope': { codes: ['UNDISPOSED', 'ESCAPED', 'OUT_OF_ORDER'], reason: 'looks at what leaks, at a scope by its identity alone, and at values after disposal out of order' },
  'with-store-scope': { codes: ['OUT_OF_ORDER'], reason: 'disposes out of order, to see the values' }
}
