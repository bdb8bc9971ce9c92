import { AsyncResource } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import type { Channels, TracingChannel } from '../world/ground.js'
import { EVENTS, TRACED } from '../world/steps.js'
import { World } from '../world/world.js'
import { Holders } from './holders.js'
import { Log } from './log.js'
import type { Sequence } from './sequence.js'
import type { InstalledTracer } from './tracers.js'

/** What a sequence did. */
export interface Outcome {
  /** What was seen, with the values of all storages. */
  readonly log: readonly string[]
  /** For each `disable`, in their order: who held the frame that it was called in. */
  readonly sharedBy: ReadonlyArray<readonly number[]>
}

// Two limits, lifted by the environment: `REBINDING=1` and `PATCHING_ANYWHERE=1`.
const rebinding = Boolean(process.env['REBINDING'])
const patchingAnywhere = Boolean(process.env['PATCHING_ANYWHERE'])

const THROWN_HERE = /^at step /
const MOST_TURNS = 10_000

/**
 * Runs a sequence in an asynchronous context of its own, until nothing of it is left.
 *
 * @param leftOut the `disable`s to leave out, by their number
 */
export async function play(
  tracer: InstalledTracer, sequence: Sequence, leftOut: ReadonlySet<number>
): Promise<Outcome> {
  const notes = new Log()
  const holders = new Holders()
  const sharedBy: number[][] = []
  const world = new World({
    tracer, notes, holders, rebinding, patchingAnywhere,
    tracing: Array.from({ length: TRACED }, () => newTracing(tracer)),
    mostSteps: 250,
    deepest: 7,
    mostTasks: 4,
    disable(storage) {
      const number = sharedBy.push(holders.ofCurrentFrame()) - 1
      if (!leftOut.has(number)) storage.disable()
    },
    catchesLater: () => true
  }, sequence)

  const uncaught = (thrown: unknown): void => {
    // Whose context is not known to be held by someone is not looked at: see `compare.ts`.
    if (thrown instanceof Error && !THROWN_HERE.test(thrown.message)) notes.add('uncaught', thrown)
    else world.note('uncaught', thrown)
  }
  const task = (name: string, fn: () => void): void => {
    world.try('thrown', fn)
    world.note(`after ${name}`)
  }
  process.on('uncaughtException', uncaught)
  tracer.begin?.()
  try {
    new AsyncResource('context-ways').runInAsyncScope(() => {
      task('main', () => world.run(sequence.steps))
      task('the end', () => world.close(sequence.firstOpenedFirst))
    })
    // Once more than there is something pending: for what the host has left for the next tick.
    let turns = 0
    do await nextTurn(); while (world.pending > 0 && turns++ < MOST_TURNS)
    if (world.pending > 0) notes.add('something never came')
  } finally {
    world.release()
    tracer.end?.()
    process.off('uncaughtException', uncaught)
  }
  return { log: notes.lines, sharedBy }
}

function newTracing(tracer: InstalledTracer): TracingChannel {
  const channels = Object.fromEntries(EVENTS.map((event) => [event, channel(Symbol(event))])) as unknown as Channels
  return { channels, traced: tracer.tracingChannel(channels), bounded: tracer.boundedChannel?.(channels) }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve) })
}
