import type { Channel } from 'node:diagnostics_channel'
import { storesOf } from '../context/bound-stores.js'
import { isNative } from '../context/native-store.js'
import { publishStart, surfaceOnNextTick } from '../host/publish.js'
import { append, apply, mapsIterate } from '../primordials.js'
import type { TracedCall } from '../trace/slow-path.js'
import type { AnyFunction, BoundStores, Store } from '../types.js'
import type { ReplacedMethod } from './patch.js'

// Bun makes a function for a call and one for each store that it is made in. Here one object goes through the `run` of
// them all, the last store that was bound first, as on Bun.

/** A call that is made in the stores of a channel, once a message was published to it. */
export interface BunCall extends TracedCall {
  readonly channel: Channel
  readonly make: (call: any) => unknown
  /** Where there are several stores: each with its transform after it, and how many of both are yet to be entered. */
  bound: readonly unknown[] | undefined
  left: number
}

/** Makes calls as by the `runStores` of their channel. */
export function newRun(usual: ReplacedMethod | undefined, inactive: AnyFunction): (call: BunCall) => unknown {
  return (call) => {
    const { channel } = call
    const { runStores } = channel
    if (runStores === inactive) return call.make(call)
    const stores = usual?.isEither(runStores) && mapsIterate() ? storesOf(channel) : undefined
    // Somebody has put his own there, or will have to hear of a channel that is none.
    if (stores === undefined) return apply(runStores, channel, [call.message, () => call.make(call)])
    return callInStores(call, stores)
  }
}

/** Makes a call in the stores of its channel. */
export function callInStores(call: BunCall, stores: BoundStores): unknown {
  if (stores.size === 0) return publishAndMake(call)
  const all = stores.keys()
  if (stores.size === 1) {
    const store = all.next().value!
    return enterIn(call, store, stores.get(store), publishAndMake)
  }
  const bound: unknown[] = []
  for (let next = all.next(); !next.done; next = all.next()) {
    append(bound, next.value)
    append(bound, stores.get(next.value))
  }
  call.bound = bound
  call.left = bound.length
  return enterNext(call)
}

/** Enters the next store, and the others in it; publishes and makes the call in the last. */
function enterNext(call: BunCall): unknown {
  if (call.left === 0) return publishAndMake(call)
  const left = call.left -= 2
  return enterIn(call, call.bound![left] as Store, call.bound![left + 1], enterNext)
}

function enterIn(call: BunCall, store: Store, transform: any, goOn: (call: BunCall) => unknown): unknown {
  const data = call.message
  let value: unknown = data
  if (transform !== undefined) {
    try {
      // By these names: what is no function is complained of by them.
      value = transform(data)
    } catch (error) {
      surfaceOnNextTick(error)
      return goOn(call)
    }
  }
  return isNative(store) ? store.run(value, goOn, call) : runOther(call, store, value, goOn)
}

/** A `run` of somebody's own is called as the host calls it, and may call what it gets as often as it likes. */
function runOther(call: BunCall, store: Store, context: unknown, goOn: (call: BunCall) => unknown): unknown {
  const { left } = call
  const next = (): unknown => {
    call.left = left
    return goOn(call)
  }
  // By these names: where there is no `run` it is complained of by them.
  return store.run(context, next)
}

function publishAndMake(call: BunCall): unknown {
  publishStart(call.channel, call.message)
  return call.make(call)
}
