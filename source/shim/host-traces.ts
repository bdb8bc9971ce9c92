import type { Channel } from 'node:diagnostics_channel'
import { publishAsyncEnd, publishAsyncStart } from '../host/publish.js'
import { enterAsHost, type Entered } from '../stores/enter.js'
import type { Behaviour } from '../tracing/behaviour.js'
import { chain } from '../tracing/native-promise.js'
import { node26 } from '../tracing/node26.js'
import type { Context, TraceChannels } from '../types.js'
import type { Shim } from './shim.js'

const HostPromise = Promise
const resolve = Promise.resolve.bind(Promise)
const reject = Promise.reject.bind(Promise)

/** The behaviour of the host's own traces. */
export function behaviourOf(shim: Shim): Behaviour {
  const { manner, windowsCanBeSilent, returnsFromCallback } = shim.host
  if (manner === 'scope') {
    return {
      ...node26,
      windowsCanBeSilent,
      returnsFromCallback,
      enter: (channel, message) => enterAsHost(channel, message, manner),
      openByHost: (start, end, message) => shim.openByHost(start, end, message)
    }
  }
  return {
    windowsCanBeSilent,
    returnsFromCallback,
    // Traces go through `channel.runStores` here, and someone who has put his own there has to be called.
    enter(channel: Channel, message: Context): Entered {
      const { runStores } = channel
      return runStores === shim.usualRunStores || shim.isOwnRunStores(runStores) ? enterAsHost(channel, message, manner) : null
    },
    checkUntraced: (result) => result,
    followPromise(channels: TraceChannels, context: Context, result: any): unknown {
      return chain(this, channels, context, result instanceof HostPromise ? result : resolve(result))
    },
    announceSettled(channels: TraceChannels, context: Context): void {
      publishAsyncStart(channels.asyncStart, context)
      publishAsyncEnd(channels.asyncEnd, context)
    },
    rethrow: reject
  }
}
