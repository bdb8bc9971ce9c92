import type { BindStep, Step, Steps, Transform } from '../world/steps.js'
import { LETTERS } from '../world/values.js'
import type { Possible } from './arbitraries.js'
import { beginWith, type Sequence } from './sequence.js'

// Sequences that chance comes by too rarely: one for each check that a way makes in a corner.

const sequence = (steps: Steps, bindings: Steps = [bind(0), bind(1)], rehearsed = false): Sequence => ({
  storages: ['plain', 'plain', 'plain', 'plain'],
  subscribers: [],
  steps: beginWith({ bindings, rehearsed, subscribed: [], entered: rehearsed ? [] : [0, 1, 2].map(enter) }, steps),
  firstOpenedFirst: false,
  timer: 'immediate'
})

function bind(storage: number, transform: Transform = 'none'): BindStep {
  return { op: 'bind', traced: 0, event: 'start', storage, transform }
}

function enter(storage: number): Step {
  return { op: 'enterWith', storage, value: LETTERS[storage]! }
}

function trace(body: Steps): Step {
  return { op: 'traceSync', traced: 0, context: 'first', self: 'undefined', args: [], result: 'undefined', body }
}

const disable = (storage: number): Step => ({ op: 'disable', storage })
const captured = (step: Step): Step => ({ op: 'capture', by: 'snapshot', body: [step] })
const call: Step = { op: 'call', nth: 0 }

/** Those of them that are possible. */
export function examples({ scopes }: Possible): Sequence[] {
  const around: Array<(body: Steps) => Step> = [trace]
  if (scopes) around.push((body) => ({ op: 'using', scope: { op: 'withScope', storage: 0, value: 'undefined' }, body }))
  // Stores that have been entered before, and have no value. Disabled inside, and enabled again when it is left: with
  // async_hooks others have their value again.
  const again: Steps = [
    { op: 'run', storage: 0, value: 'a', body: [captured({ op: 'look' })] },
    trace([disable(0)]),
    call
  ]
  return [
    sequence(again, undefined, true),
    ...around.flatMap((around) => [0, 2].flatMap((storage) => [
      // Disabled in the context outside while a trace is open, which still has the storage.
      sequence([captured(disable(storage)), around([call])]),
      // Disabled inside, and entered again or not.
      sequence([around([disable(storage)])]),
      sequence([around([disable(storage), enter(storage)])]),
      // Disabled by a continuation of a trace that is over.
      sequence([around([captured(disable(storage))]), around([call]), call]),
      // Disabled by a transform, with another store to come.
      sequence([trace([])], [
        bind(0, { steps: [disable(storage)], value: 'undefined' }),
        bind(1),
        bind(2, { steps: [disable(storage)], value: 'message' })
      ])
    ]))
  ]
}
