import { AsyncLocalStorage } from 'node:async_hooks'
import type { Holders, Notes } from '../world/ground.js'
import { hostTracer } from '../world/host-tracer.js'
import type { Scenario } from '../world/steps.js'
import { World } from '../world/world.js'
import { resetChannels, tracing } from './channels.js'
import { followTurns } from './turns.js'
import type { Witness } from './witness.js'

const MOST_LINES = 600

/** No context is shared by more here than by the host: see NOT_COMPARED, the continuations that share one. */
const nobodyHolds: Holders = {
  hold: () => 0,
  release() {},
  duringRun: (call) => call()
}

/** Runs a program to its end, in a context of its own, before a witness. */
export async function play(scenario: Scenario, witness: Witness): Promise<readonly string[]> {
  const helper = new AsyncLocalStorage<unknown>()
  const notes: Notes = {
    add(what, ...values) { if (witness.lines.length < MOST_LINES) witness.add(what, ...values) },
    opaque: (name, value) => witness.opaque(name, value)
  }
  const world = new World({
    tracer: hostTracer, tracing, notes,
    holders: nobodyHolds,
    mostSteps: 60,
    deepest: 6,
    mostTasks: 60,
    disable(storage, mayShare) {
      // See NOT_COMPARED: after a trace the context is made a new one before a storage is taken out of it.
      if (mayShare) helper.enterWith({})
      storage.disable()
    },
    // See NOT_COMPARED: what a tick throws.
    catchesLater: (when) => when === 'tick',
    // See NOT_COMPARED: a store that a transform takes out of the channel that is being entered, and puts back.
    rebinding: false,
    patchingAnywhere: false
  }, scenario)
  await followTurns(witness, () => {
    // See NOT_COMPARED: microtasks that end in an uncaughtException.
    if (JSON.stringify(scenario).includes('"microtask"')) helper.enterWith({})
    world.try('caught', () => world.run(scenario.steps))
  })
  world.release()
  helper.disable()
  resetChannels()
  return witness.lines
}
