import type { Possible } from './arbitraries.js'
import type { Sequence, Step, StorageKind } from './steps.js'

// Sequences that chance comes by too rarely: one for each check that a way makes in a corner.

const PLAIN: readonly StorageKind[] = ['plain', 'plain', 'plain', 'plain']

const sequence = (steps: readonly Step[], bindings: Sequence['bindings'] = [0, 1].map(bindPlainly)): Sequence =>
  ({ storages: PLAIN, subscribers: [], bindings, rehearsed: false, entered: [0, 1, 2].map(enter), steps, firstOpenedFirst: false, timer: 'immediate' })

/** Stores that have been entered before, and have no value. */
const rehearsed = (steps: readonly Step[]): Sequence => ({ ...sequence(steps), rehearsed: true, entered: [] })

function bindPlainly(storage: number): Extract<Step, { op: 'bind' }> {
  return { op: 'bind', channel: 0, event: 'start', storage, transform: 'none' }
}

function enter(storage: number): Step {
  return { op: 'enterWith', storage, value: storage }
}

const disable = (storage: number): Step => ({ op: 'disable', storage })
const trace = (body: readonly Step[]): Step => ({ op: 'traceSync', channel: 0, message: 0, body })
const captured = (step: Step): Step => ({ op: 'capture', by: 'snapshot', body: [step] })
const call: Step = { op: 'call', nth: 0 }

/** Those of them that are possible. */
export function examples({ scopes }: Possible): Sequence[] {
  const around: Array<(body: readonly Step[]) => Step> = [trace]
  if (scopes) around.push((body) => ({ op: 'using', scope: { op: 'withScope', storage: 0, value: 3 }, body }))
  return [
    // Disabled inside, and enabled again when it is left: with async_hooks others have their value again.
    rehearsed([{ op: 'run', storage: 0, value: 0, body: [captured({ op: 'look' })] }, trace([disable(0)]), call]),
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
        { ...bindPlainly(0), transform: { steps: [disable(storage)], value: 3 } },
        bindPlainly(1),
        { ...bindPlainly(2), transform: { steps: [disable(storage)], value: null } }
      ])
    ]))
  ]
}
