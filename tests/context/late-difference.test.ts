import t from 'tap'
import { storagesUseAsyncHooks } from '../../source/context/storages-use-async-hooks.js'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// What tracescope tries of the context is over at once. What a promise job or a timer sees of it then is the host's
// affair: the values go the way on which the host's own `enterWith` puts them, or through `enterWith` itself.

const skip = (!isNode || Boolean(process.env['TRACESCOPE_CONTEXT'])) && 'there is no other way here'
const OWN_WAY = storagesUseAsyncHooks ? 'resource' : 'frame'

const SEEN = [
  'inside scope', 'traced trace', 'in a promise job trace',
  'in an immediate trace', 'in a timer trace', 'afterwards scope', 'outside undefined'
]

t.test('a host that is the same everywhere', { skip }, async (t) => {
  t.same(runProgram('late-difference', ['nothing']), { ways: [OWN_WAY, OWN_WAY, OWN_WAY], seen: SEEN, entered: [] })
})

t.test('a host whose timers lose the context: they lose what tracescope has ' +
  'entered as they lose all', { skip }, async (t) => {
  const seen = SEEN.map((line) => line.replace('timer trace', 'timer undefined'))
  t.same(runProgram('late-difference', ['timers lose it']), { ways: [OWN_WAY, OWN_WAY, OWN_WAY], seen, entered: [] })
})

t.test('a host whose enterWith does more than to put a value there: it is called', { skip }, async (t) => {
  const { ways, seen, entered } = runProgram('late-difference', ['enterWith does more'])
  t.same(seen, SEEN)
  t.equal(ways[1], 'portable', 'found out before anything was entered')
  t.same(ways[2], ways[1])
  t.same(entered, ['scope', 'trace', 'scope', undefined])
})
