import t from 'tap'
import { isNode } from './support/host.js'
import { runProgram } from './support/run-program.js'

// What tracescope tries, when it is loaded or when the first store is entered, goes on in promise jobs and timers. Should one
// of them see another context than it is to, stores are entered by the public methods from then on.

// Forced, the portable way is not tried.
const LEFT = process.env['TRACESCOPE_CONTEXT'] === 'portable' ? [] : ['undefined']

const VALUES = ['scope', 'scope', 'trace', 'scope', null]

t.test('a host that is the same everywhere keeps its way', { skip: !isNode && 'there is no other way here' }, async (t) => {
  const { before, after, seen, left } = runProgram('late-difference', ['nothing'])
  t.equal(after, before)
  t.same(seen, VALUES)
  t.same(left, LEFT)
})

t.test('a host that differs in a timer', { skip: !isNode && 'there is no other way here' }, async (t) => {
  const { before, after, seen, left } = runProgram('late-difference', ['different'])
  if (!process.env['TRACESCOPE_CONTEXT']) t.not(before, 'portable')
  t.equal(after, 'portable')
  t.same(seen, VALUES, 'what was entered before is left as it was to be')
  t.same(left, LEFT, 'so is a store alone, in a trace that was open meanwhile')
})
