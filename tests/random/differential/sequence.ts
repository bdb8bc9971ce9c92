import type { Scenario, Step, Steps } from '../world/steps.js'
import { TRACED } from '../world/steps.js'

/** A program of the differential suite. */
export interface Sequence extends Scenario {
  /** The scopes that are open at the end are disposed from the first rather than from the last. */
  readonly firstOpenedFirst: boolean
}

/** What a sequence begins with. */
export interface Beginning {
  readonly bindings: Steps
  /** Whether there is a trace on each channel before anything else, with no storage that has a value. */
  readonly rehearsed: boolean
  readonly subscribed: Steps
  /** The values that storages have to begin with. */
  readonly entered: Steps
}

export function beginWith({ bindings, rehearsed, subscribed, entered }: Beginning, steps: Steps): Steps {
  const rehearsal = Array.from({ length: rehearsed ? TRACED : 0 }, (_, traced): Step =>
    ({ op: 'traceSync', traced, context: 'first', self: 'undefined', args: [], result: 'undefined', body: [] }))
  return [...bindings, ...rehearsal, ...subscribed, ...entered, ...steps]
}
