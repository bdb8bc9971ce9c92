import { createHook } from 'node:async_hooks'
import t from 'tap'
import { contextBackend, isolate } from 'tracescope'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// Whatever is done to any store in an isolated call, the caller has its own afterwards: by every way into the context.

const REFUSAL = 'ERR_INVALID_ARG_TYPE The "fn" argument must be of type functi: outer outer'

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'the leaking async function': [
    'before await: request outer', 'caller: outer outer', 'after await: request outer', 'awaited: outer outer'
  ],
  'without isolate it leaks': ['caller: request outer'],
  'requests side by side': ['second: second outer', 'first: first outer', 'awaited: outer outer'],
  'ten levels': [
    'level 10: 10 undefined', 'level 9: 9 undefined', 'level 8: 8 undefined', 'level 7: 7 undefined',
    'level 6: 6 undefined', 'level 5: 5 undefined', 'level 4: 4 undefined', 'level 3: 3 undefined', 'level 2: 2 outer',
    'level 1: 1 outer', 'after: outer outer'
  ],
  'throws': ['from fn: outer outer'],
  'a rejection': ['caller: outer outer', 'within: inner outer', 'from fn: outer outer'],
  'a generator, step by step': [
    'first step: inner outer', 'between: outer outer', 'second step: outer outer', 'after: outer outer'
  ],
  'an async generator': ['step 1: inner outer', 'step 2: inner outer'],
  'several stores are entered': ['within: inner inner', 'after: outer outer'],
  'entered as undefined': ['within: undefined outer', 'after: outer outer'],
  'disabled': ['within: undefined outer', 'after: outer outer'],
  'disabled after an inner call': ['between: outer outer', 'within: undefined outer', 'after: outer outer'],
  'disabled when the call is over': ['after: undefined outer', 'in the snapshot: undefined outer'],
  'disabled, entered, and disabled again': [
    'within: inner inner', 'at the end: undefined undefined', 'after: outer outer'
  ],
  'disabled before, and entered within': ['within: inner outer', 'after: undefined outer'],
  'left by exit': ['within: undefined outer', 'after: outer outer'],
  'with a default value': ['after: outer outer'],
  'first used within': ['inner: outer outer', 'later inner: outer outer', 'undefined: outer outer'],
  'what was started keeps its own': ['after: outer newer', 'started: inner outer'],
  'what was bound before': ['bound: outer outer', 'within: inner outer', 'bound: outer outer'],
  'within a resource, a run, a trace and a scope': [
    'within: inner inner', 'in the scope: scope traced', 'after: outer outer'
  ],
  'in a promise job, a timer and a tick': ['job: outer outer', 'timer: outer outer', 'tick: outer outer'],
  'this, arguments and result': ['this,1,2: outer outer'],
  'no function': [REFUSAL, REFUSAL, REFUSAL]
}

/**
 * Elsewhere `disable` takes a storage's value from copies of the context too: Deno has a flag for it in the storage
 * itself.
 */
const WITH_DISABLE = [
  'ten levels', 'disabled', 'disabled after an inner call', 'disabled when the call is over',
  'disabled, entered, and disabled again', 'disabled before, and entered within', 'with a default value'
]

const used = new Set<string>()

for (const wanted of ['frame', 'resource', 'portable', '']) {
  t.test(`${wanted || 'the default'} way`, async (t) => {
    const { unusable, way, seen } = runProgram('isolated', [wanted])
    if (unusable !== undefined) return t.match(unusable, /this host has no such way into its context/)
    used.add(way)
    for (const [name, lines] of Object.entries(EXPECTED)) {
      if (isNode || !WITH_DISABLE.includes(name)) t.same(seen[name], lines, name)
    }
    t.same(Object.keys(seen), Object.keys(EXPECTED))
  })
}

t.test('all ways of this host', async (t) => {
  t.equal(used.size, isNode ? 2 : 1, [...used].join(' and '))
})

t.test('the fast ways are taken: they make no resource', {
  skip: !isNode && 'there is no other way here'
}, async (t) => {
  const made: string[] = []
  // The first call tries the way.
  isolate(() => {})
  const hook = createHook({ init(_id, type) { made.push(type) } }).enable()
  isolate(() => {})
  hook.disable()
  t.same(made, contextBackend === 'portable' ? ['tracescope.isolate'] : [])
})
