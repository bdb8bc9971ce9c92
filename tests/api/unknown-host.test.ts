import t from 'tap'
import { hostHasStoreScopes, isNode, replacedMethods } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// On a host whose insides tracescope does not know, traces enter stores by the host's own `runStores`; scopes by the
// host's own `withStoreScope`, and where it has none, they enter no stores. The shim leaves such a host alone.

const inScope = hostHasStoreScopes ? 'call' : 'undefined'
const inHostContinuation = hostHasStoreScopes ? 'continuation' : 'call'

const traces = (inContinuation: string) => ({
  'traceSync': ['start call', 'fn call', 'end call', 'after undefined'],
  'traceSync that throws': ['start call', 'error call', 'end call', 'threw from fn undefined', 'after undefined'],
  'tracePromise': [
    'start call', 'fn call', 'end call', 'after undefined',
    'fn later call', `asyncStart ${inContinuation}`, `asyncEnd ${inContinuation}`
  ],
  'traceCallback': [
    'start call', 'asyncStart continuation', 'callback continuation', 'asyncEnd continuation', 'end call',
    'after undefined'
  ],
  'runStores': ['start call', 'fn call', 'after undefined']
})

const prefixed = (prefix: string, logs: Record<string, string[]>) =>
  Object.fromEntries(Object.entries(logs).map(([name, log]) => [`${prefix}${name}`, log]))

const expected: Readonly<Record<string, string[]>> = {
  ...traces('continuation'),
  'boundedChannel run': ['start call', 'fn call', 'end call', 'after undefined'],
  'boundedChannel withScope': [`start ${inScope}`, `inside ${inScope}`, `end ${inScope}`, 'after undefined'],
  'withStoreScope': [`start ${inScope}`, `inside ${inScope}`, 'after undefined'],
  'withScope': ['inside scope', 'after undefined'],
  'trace': traces('continuation').tracePromise,
  'traceIterator': [
    'start call', 'end call', 'called undefined', 'body call', 'read undefined', 'body call',
    'asyncStart continuation', 'asyncEnd continuation', 'after undefined'
  ],
  'nobody listens': ['fn undefined', 'after undefined'],
  ...prefixed('host ', traces(inHostContinuation)),
  'changed by install': [],
  ...prefixed('installed ', traces(inHostContinuation))
}

for (const disguise of ['no-maps', 'unknown-collection', 'private-stores']) {
  t.test(disguise, { skip: !isNode && 'this host need not be disguised' }, async (t) => {
    const results: Record<string, string[]> = runProgram('disguised-host', [disguise])
    for (const [name, log] of Object.entries(expected)) t.same(results[name], log, name)
    t.same(Object.keys(results), Object.keys(expected))
  })
}

t.test('the same program on the host as it is', async (t) => {
  const results: Record<string, string[]> = runProgram('disguised-host', ['nothing'])
  t.same(results['withStoreScope'], ['start call', 'inside call', 'after undefined'])
  const replaced = replacedMethods
    .map(([owner, method]) => `${owner === 'ActiveChannel' ? 'active' : 'tracing'}.${method}`)
    .filter((path) => /runStores|trace/.test(path))
  t.same(results['changed by install'], replaced)
  for (const name of Object.keys(traces(''))) t.same(results[name], expected[name], name)
  for (const name of Object.keys(traces(''))) t.same(
    results[`installed ${name}`], results[`host ${name}`], `installed ${name}`
  )
})
