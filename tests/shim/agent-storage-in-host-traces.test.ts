import t, { type Test } from 'tap'
import { install } from 'tracescope'
import { Agent } from '../support/agent.js'
import { hostBoundedChannel, hostHasStoreScopes } from '../support/host.js'
import { implementation } from '../support/implementation.js'

// The host's own traces enter a storage by its `run` up to Node 25 and by its `withScope` since; the shim does the
// same.

const entering = hostHasStoreScopes ? ['getStore', 'enterWith call'] : ['run call', 'enterWith call']
const leaving = hostHasStoreScopes ? ['enterWith outer'] : []
const SCOPES = { skip: !hostHasStoreScopes && 'the host has no scopes' }

/** Has a trace done by the host and by the shim. */
async function bothWays(t: Test, trace: (agent: Agent) => Promise<string[]>, expected: string[]): Promise<void> {
  const agent = new Agent(implementation('host'))
  t.same(await trace(agent), expected, 'stock')
  using _installation = install()
  t.same(await trace(agent), expected, 'installed')
  t.equal(agent.storage.value, 'outer')
}

t.test('traceSync', (t) => bothWays(t, (agent) => agent.traceSync(),
  [...entering, 'start call', 'fn call', 'end call', ...leaving, 'after outer']))

t.test('traceSync, when fn throws', (t) => bothWays(t, (agent) => agent.traceSyncThatThrows(),
  [...entering, 'start call', 'error call', 'end call', ...leaving, 'Error: from fn outer', 'after outer']))

t.test('runStores', (t) => bothWays(t, (agent) => agent.runStores(),
  [...entering, 'start call', 'fn call', ...leaving, 'after outer']))

t.test('tracePromise', (t) => bothWays(t, (agent) => agent.tracePromise(), [
  ...entering, 'start call', 'fn call', 'end call', ...leaving, 'after outer',
  'fn later call',
  ...hostHasStoreScopes
    ? ['getStore', 'enterWith continuation', 'asyncStart continuation', 'asyncEnd continuation', 'enterWith call']
    : ['asyncStart call', 'asyncEnd call']
]))

t.test('traceCallback', (t) => bothWays(t, (agent) => agent.traceCallback(), [
  ...entering, 'start call',
  hostHasStoreScopes ? 'getStore' : 'run continuation',
  'enterWith continuation', 'asyncStart continuation', 'callback continuation', 'asyncEnd continuation',
  ...hostHasStoreScopes ? ['enterWith call'] : [],
  'end call', ...leaving, 'after outer'
]))

t.test('withStoreScope', SCOPES, (t) => bothWays(t, (agent) => agent.during(() => {
  using _scope = agent.channel.start.withStoreScope({})
  agent.look('inside')
}), [...entering, 'start call', 'inside call', ...leaving, 'after outer']))

t.test('boundedChannel', SCOPES, async (t) => {
  const expected = [...entering, 'start call', 'fn call', 'end call', ...leaving, 'after outer']
  await bothWays(
    t, (agent) => agent.during(() => hostBoundedChannel!(agent.channel).run({}, agent.look, undefined, 'fn')), expected
  )
  await bothWays(t, (agent) => agent.during(() => {
    using _scope = hostBoundedChannel!(agent.channel).withScope({})
    agent.look('fn')
  }), expected)
})
