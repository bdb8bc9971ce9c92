import { HERE } from './hosts.js'

/** One host that the tests are run on. */
export interface Row {
  readonly name: string
  /** What npm installs to get it. */
  readonly spec: string
  readonly flags: readonly string[]
  /** Why it is here. */
  readonly reason: string
  /** The tests to run, for a mode in which tap can't run: their programs get the flags, they themselves do not. */
  readonly only?: readonly string[]
  /** Tests that need not be run here. */
  readonly except?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const node = (version: string, reason: string, ...flags: string[]): Row =>
  ({ name: [version, ...flags].join(' '), spec: `node@${version}`, flags, reason })

/** A host on which stores are entered by the way that works everywhere. */
const portable = (version: string): Row => ({
  ...node(version, 'the way into the context that is left where no other is'),
  name: `${version}, TRACESCOPE_CONTEXT=portable`,
  env: { TRACESCOPE_CONTEXT: 'portable' },
  // The first tries every way by itself, the others are not about the way.
  except: [
    'context-ways', 'closures-per-call', 'bench-command-line',
    'cluster', 'loading-order', 'node-test', 'register-loads-little', 'ways-of-preloading', 'worker-threads'
  ]
})

/** The Node at hand. */
export const ROW_HERE: Row = { name: process.versions.node, spec: HERE, flags: [], reason: 'the Node at hand' }

/** The versions and modes where a host does something of its own. */
export const ROWS: readonly Row[] = [
  node('20.20.2', 'async_hooks under AsyncLocalStorage; closures in traces'),
  node('22.23.3', 'as 20, with the values on a resource of their own prototype chain'),
  node('22.23.3', 'the first AsyncContextFrame', '--experimental-async-context-frame'),
  node('24.21.0', 'AsyncContextFrame by default; withScope and default values'),
  node('24.21.0', 'async_hooks, with the values in one object a resource', '--no-async-context-frame'),
  node('26.10.0', 'traces by scopes; thenables kept'),
  node('26.10.0', 'traces by scopes on async_hooks', '--no-async-context-frame'),
  {
    ...node('26.10.0', 'no `using`: the host crashes in traces of its own, in ES modules and in fs/promises', '--no-js-explicit-resource-management'),
    only: ['api-is-node-26', 'context-ways', 'shim-is-invisible']
  },
  portable('20.20.2'),
  portable('22.23.3'),
  portable('24.21.0'),
  portable('26.10.0')
]
