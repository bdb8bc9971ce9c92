import { channel, type Channel } from 'node:diagnostics_channel'
import type { Tracing } from './traces.js'

const known = new WeakMap<Channel, Tracing>()

/**
 * The tracing channel of the steps of iterations: `db.rows:next` for the tracing channel `db.rows`, as orchestrion names
 * it. `undefined` where the channels have no name in common to tell it from.
 */
export function stepChannels(start: Channel): Tracing | undefined {
  const [, name] = typeof start.name === 'string' ? /^tracing:(.*):start$/s.exec(start.name) ?? [] : []
  if (name === undefined) return undefined
  let channels = known.get(start)
  if (channels === undefined) known.set(start, channels = new StepChannels(name))
  return channels
}

/** In place of the host's tracing channel, which does not tell on every host whether it has subscribers: not on Bun. */
class StepChannels implements Tracing {
  readonly start: Channel
  readonly end: Channel
  readonly asyncStart: Channel
  readonly asyncEnd: Channel
  readonly error: Channel

  constructor(name: string) {
    const channelOf = (event: string): Channel => channel(`tracing:${name}:next:${event}`)
    this.start = channelOf('start')
    this.end = channelOf('end')
    this.asyncStart = channelOf('asyncStart')
    this.asyncEnd = channelOf('asyncEnd')
    this.error = channelOf('error')
  }

  get hasSubscribers(): boolean {
    return this.start.hasSubscribers || this.end.hasSubscribers || this.asyncStart.hasSubscribers ||
      this.asyncEnd.hasSubscribers || this.error.hasSubscribers
  }
}
