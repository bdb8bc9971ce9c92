import type { Channel } from 'node:diagnostics_channel'
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
