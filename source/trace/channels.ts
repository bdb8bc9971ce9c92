import type { Channel } from 'node:diagnostics_channel'
import { channelOf } from '../host/fronts.js'
import { match, newWeakMap } from '../primordials.js'
import type { Tracing } from './traces.js'

/** The channels of a trace, and whether anyone listens. */
export class FiveChannels implements Tracing {
  readonly start: Channel
  readonly end: Channel
  readonly asyncStart: Channel
  readonly asyncEnd: Channel
  readonly error: Channel

  constructor(channelOf: (event: string) => Channel) {
    this.start = channelOf('start')
    this.end = channelOf('end')
    this.asyncStart = channelOf('asyncStart')
    this.asyncEnd = channelOf('asyncEnd')
    this.error = channelOf('error')
  }

  /** Whether one of them has a subscriber or a bound store. Not every host's tracing channels tell: Bun's don't. */
  get hasSubscribers(): boolean {
    return this.start.hasSubscribers || this.end.hasSubscribers || this.asyncStart.hasSubscribers ||
      this.asyncEnd.hasSubscribers || this.error.hasSubscribers
  }
}

const known = newWeakMap<Channel, Tracing | null>()

/**
 * The tracing channel of the steps of iterations: `db.rows:next` for the tracing channel `db.rows`, as orchestrion
 * names it. `null` where the channels have no name in common to tell it from.
 */
export function stepChannels(start: Channel): Tracing | null {
  let channels = known.get(start)
  if (channels === undefined) known.set(start, channels = makeStepChannels(start.name))
  return channels
}

const START = /^tracing:(.*):start$/s

function makeStepChannels(name: string | symbol): Tracing | null {
  const common = typeof name === 'string' ? match(START, name)?.[1] : undefined
  return common === undefined ? null : new FiveChannels((event) => channelOf(`tracing:${common}:next:${event}`))
}
