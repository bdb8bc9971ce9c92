import { HERE } from './hosts.js'

/** One host that the tests are run on. */
export interface Row {
  readonly name: string
  /** What npm installs to get it. */
  readonly spec: string
  readonly flags: readonly string[]
  /**
   * `tests/support/tap-stand-in.ts` is bundled with the tests in tap's place, which can't be loaded on each host, and
   * on each takes longer to load than most files of tests take.
   */
  readonly withoutTap?: boolean
  /** Why it is here. */
  readonly reason: string
  /** Tap can't run in this mode: the programs that tests start get the flags, the tests themselves do not. */
  readonly flagsForPrograms?: boolean
  /** The tests to run here, rather than all. */
  readonly only?: readonly string[]
  /** Tests that need not be run here, or can't. */
  readonly except?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** With strict mode preloaded in all processes: nothing may be reported but misuses on purpose. */
  readonly strict?: boolean
}

/**
 * Tests that are about no host, or of processes of their own by the dozen: the row of the oldest Node that ESLint is
 * made for has them.
 */
const ABOUT_NO_HOST = [
  'lint-rules', 'readme-figures', 'bench-report', 'bench-growth', 'bench-load-time', 'bench-command-line',
  'bench-throughput', 'source-reads-no-globals', 'node-own-tests',
  'bench-check'   // of what compares counts, and of a Node that is a shell script
]

/** Tests of minutes that find in a mode of a version what they find in the version. */
const LONG = ['attacks', 'doctor']

/**
 * Tests that find the same in each mode of a version: of how streams are held, of workers' starts, of variables, of
 * calls that nobody listens to or that are left to the host, and of the documents' code.
 */
const SAME_IN_MODES = [
  'streams-are-collected', 'terminated-workers', 'environment-variables', 'instrument-allocates-nothing',
  'left-to-host-allocates-little', 'readme'
]

/** `npm run bench:check -- --all` counts the same calls on the same Nodes, and compares more of them. */
const COUNTED_BY_BENCH = ['closures-per-call', 'instrument-allocates-nothing']

/**
 * The calls of the API make the closures of its way into the context. That of frames is counted on 24 and 26, that of
 * resources on 20 and 22: besides, in the one mode of `ONE_OBJECT`, where the values are in one object a resource,
 * which no version has by itself. 26.10.0 has the same way in that mode.
 */
const COUNTED_IN_OTHER_MODES = ['closures-per-call']
const ONE_OBJECT = '24.21.0 --no-async-context-frame'

/** Exit codes, stacks and test runners are those of a version, whatever holds its contexts, or opens its scopes. */
const STRICT_IN_ANY_MODE = ['strict-mode-fails-builds']

/**
 * Its programs have none of the variables that make a row of a mode: they are the ones that the row of the version
 * runs.
 */
const WITHOUT_VARIABLES = ['readme-commands']

/**
 * What is held after a trace, in a mode of a version that variables make. Strict mode and the way that works everywhere
 * have the same code on all versions, and what it holds is held by the host's resources or by its frames: 22.23.3 and
 * 26.10.0 have one each.
 */
const HELD_IN_MODES = ['ended-traces-hold-nothing', 'iterators-are-collected', 'promises-are-collected']
const heldIn = (version: string): string[] => ['22.23.3', '26.10.0'].includes(version) ? [] : HELD_IN_MODES

/**
 * A bench's own tests, whose servers differ by whether there are context frames: the row of 24.21.0 has them, and
 * `npm test`.
 */
const ABOUT_A_BENCH = ['bench-server']

const node = (version: string, reason: string, ...flags: string[]): Row => {
  const name = [version, ...flags].join(' ')
  return {
    name, spec: `node@${version}`, flags, reason, withoutTap: true,
    except: [
      ...ABOUT_NO_HOST, ...version === '24.21.0' && flags.length === 0 ? [] : ABOUT_A_BENCH,
      ...flags.length > 0 ? [...LONG, ...SAME_IN_MODES, ...STRICT_IN_ANY_MODE] : COUNTED_BY_BENCH,
      ...flags.length > 0 && name !== ONE_OBJECT ? COUNTED_IN_OTHER_MODES : [],
      // It counts calls of the host's methods: 22 has those of 20, and 24 has some of 26.
      ...version === '22.23.3' || version === '24.21.0' ? ['doctor'] : []
    ]
  }
}

/** A host on which stores are entered by the way that works everywhere. */
const portable = (version: string): Row => ({
  ...node(version, 'the way into the context that is left where no other is'),
  name: `${version}, TRACESCOPE_CONTEXT=portable`,
  env: { TRACESCOPE_CONTEXT: 'portable' },
  // The first tries every way by itself, the others are not about the way.
  except: [
    ...ABOUT_NO_HOST, ...ABOUT_A_BENCH, ...SAME_IN_MODES, ...WITHOUT_VARIABLES, ...heldIn(version),
    'context-ways', 'closures-per-call', 'doctor',
    // What strict mode reports is by the methods that open scopes.
    'strict-mode', ...STRICT_IN_ANY_MODE,
    'cluster', 'loading-order', 'node-test', 'register-loads-little', 'ways-of-preloading', 'worker-threads',
    // The public methods need what they replace.
    'attacks', 'stubbed-globals',
    // The limits are those of the other ways; a snapshot has the same way as where it was built.
    'limits-of-the-shim', 'startup-snapshot'
  ]
})

/** A host with strict mode: what is right in a test is right by its rules, and it changes nothing that can be seen. */
const strict = (version: string): Row => ({
  ...node(version, 'strict mode preloaded'),
  name: `${version}, strict mode`,
  strict: true,
  except: [
    ...ABOUT_NO_HOST, ...WITHOUT_VARIABLES, ...heldIn(version),
    // It gives its processes flags in the place of what preloads strict mode: they are those of the row of the version.
    'instrument-allocates-nothing',
    // These are about what a process without strict mode does, preload it themselves, or dispose scopes in random
    // order.
    'closures-per-call', 'storages-allocate-less', 'left-to-host-allocates-little', 'bench-server',
    'doctor', 'strict-mode', ...STRICT_IN_ANY_MODE, 'readme',
    'register-loads-little', 'context-ways',
    'shim-is-invisible-at-random',
    // A scope has getters of its own in strict mode, which show in its shape; the method that opens it has other
    // parameters.
    'install-behaviour-members', 'readme-api',
    // Strict mode asks a bounded channel for subscribers, too.
    'bounded-channel-subclasses',
    // Strict mode checks nothing with one of its flags, and says so.
    'ways-of-preloading',
    // Strict mode has a storage, by which it knows the context of a scope.
    'no-storages-of-its-own', 'readme-limits',
    // Its program leaves a scope open while it waits, to see what becomes of it.
    'late-difference',
    // Strict mode needs what they replace, where the host without the shim comes to it.
    'attacks', 'polluted-prototype', 'replaced-methods', 'stubbed-globals',
    // Strict mode shows in stacks, and has modules that a snapshot can't have.
    'limits-of-the-shim', 'startup-snapshot'
  ]
})

/**
 * A version between those that have all the tests, where the host began to do something else. It has the tests that
 * hold the shim and the API against hosts, those of scopes, and `more`; the others ask for nothing that is different
 * there.
 */
const between = (version: string, reason: string, ...more: string[]): Row => ({
  ...node(version, reason),
  only: ['api-is-node-26', 'context-ways', 'isolate', 'shim-is-invisible', 'shim-is-invisible-at-random', ...more]
})

/**
 * What is about the shim on Node: its flags, its traces by name, its storages. The other tests of the shim hold on
 * hosts that are not Node, too.
 */
const ABOUT_THE_SHIM = [
  'agent-storage-in-host-traces', 'cluster', 'environment-variables', 'errors-surface-past-wrappers', 'frozen-host',
  'install-behaviour-node26',                  // `tests/hosts/scenarios` has it there
  'install-behaviour-two-copies', 'limits-of-the-shim', 'node-test', 'polluted-prototype', 'probing-leaves-nothing',
  'register-behaviour', 'register-loads-little', 'register-real-libraries', 'shim-calls-wrappers',
  'store-with-own-get-store', 'stubbed-globals', 'terminated-workers', 'vm-contexts', 'ways-of-preloading',
  'worker-threads', 'wrappers-around-the-shim'
]

/** What needs more of Node than its API. */
const ABOUT_NODE = [
  'attacks',                                   // of the functions that Node has
  'closures-per-call',                         // V8's heap profiler, by node:inspector and Node's flags
  // Of servers that are started with Node's flags, pino and lru-cache with their channels.
  'bench-server',
  'instrument-allocates-nothing',              // the same
  'storages-allocate-less',                    // the same
  'left-to-host-allocates-little',             // the same
  'errors-read-like-node',                     // what Node itself says of the same arguments; `bad-input` has the rest
  'doctor',                                    // preloaded by Node's flags, and of Node's own methods
  'startup-snapshot',                          // built and started by Node's flags
  'strict-mode',                               // preloaded by Node's flags, with places from V8's stacks
  ...STRICT_IN_ANY_MODE,                       // the same
  ...ABOUT_NO_HOST
]

/** A host that is not Node, but has its API: the tests of the API, on public methods alone. */
const notNode = (host: 'bun' | 'deno', version: string, reason: string, ...except: string[]): Row => ({
  name: `${host} ${version}`, spec: `${host}@${version}`, flags: [], withoutTap: true, reason,
  except: [...ABOUT_THE_SHIM, ...ABOUT_NODE, ...except]
})

/** The Node at hand. */
export const ROW_HERE: Row = {
  name: process.versions.node, spec: HERE, flags: [], reason: 'the Node at hand', except: LONG
}

/** The versions and modes where a host does something of its own. */
export const ROWS: readonly Row[] = [
  between(
    '20.13.0', 'the oldest: subscribers that come and go while something is published are changed in place', 'loading'
  ),
  { ...node('20.20.2', 'async_hooks under AsyncLocalStorage; closures in traces'), except: COUNTED_BY_BENCH },
  node('22.23.3', 'as 20, with the values on a resource of their own prototype chain'),
  node('22.23.3', 'the first AsyncContextFrame', '--experimental-async-context-frame'),
  between(
    '24.0.0',
    'AsyncContextFrame by default, without withScope; run puts the whole context back, and the shim stays away',
    'loading', 'install-tells-what-it-did', 'environment-variables', 'readme-limits', 'strict-mode'
  ),
  node('24.21.0', 'AsyncContextFrame by default; withScope and default values'),
  node('24.21.0', 'async_hooks, with the values in one object a resource', '--no-async-context-frame'),
  between(
    '25.9.0', 'the last to make native promises of thenables; channels have a number, and a process a thousand of them'
  ),
  between(
    '26.0.0',
    'tracePromise gives what `then` of a thenable gives, and warns of what is none; traces by run and closures still'
  ),
  between(
    '26.3.0',
    'traces by scopes: withStoreScope and boundedChannel; every promise chained by the then of Promise, subclasses too',
    'strict-mode'
  ),
  between(
    '26.5.0', 'thenables and subclasses of Promise kept; null-prototype contexts, and a frozen one for traceCallback'
  ),
  node('26.10.0', 'traces by scopes; thenables kept'),
  node('26.10.0', 'traces by scopes on async_hooks', '--no-async-context-frame'),
  {
    ...node(
      '26.10.0',
      'no `using`: the host crashes in traces of its own, in ES modules and in fs/promises',
      '--no-js-explicit-resource-management'
    ),
    flagsForPrograms: true,
    // Those that say what they compare it with: see NOT_COMPARED in the last two.
    only: ['api-is-node-26', 'context-ways', 'isolate', 'shim-is-invisible', 'shim-is-invisible-at-random']
  },
  strict('20.20.2'),
  strict('22.23.3'),
  strict('24.21.0'),
  strict('26.10.0'),
  portable('20.20.2'),
  portable('22.23.3'),
  portable('24.21.0'),
  portable('26.10.0'),
  {
    ...node(
      '24.21.0',
      'the way that works everywhere, over async_hooks with the values in one object a resource',
      '--no-async-context-frame'
    ),
    name: '24.21.0 --no-async-context-frame, TRACESCOPE_CONTEXT=portable',
    env: { TRACESCOPE_CONTEXT: 'portable' },
    only: ['isolate', 'trace', 'with-scope', 'with-store-scope']
  },
  notNode(
    'bun', '1.4.5', 'traces, storages and an engine of its own; its channels forget who is subscribed',
    // Two runs of one random sequence of steps, both by public methods, don't always end alike.
    'context-ways'
  ),
  {
    ...notNode('deno', '2.9.6', 'traces and storages of its own, on V8'),
    flags: ['run', '--allow-all'],
    env: { DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  }
]
