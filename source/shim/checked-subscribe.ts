import { channel, type Channel } from 'node:diagnostics_channel'
import type { HostPrototypes } from '../host/prototypes.js'
import type { AnyFunction } from '../types.js'
import { ReplacedMethod } from './replaced-method.js'

/**
 * Has an idle channel refuse a subscriber that is no function before it becomes active, where the host's own does so
 * afterwards, and then it stays active for good.
 */
export function checkSubscribers({ inactiveChannel, activeChannel }: HostPrototypes): ReplacedMethod | undefined {
  if (!refusalActivates()) return undefined
  const refuse: AnyFunction = activeChannel.subscribe
  return ReplacedMethod.replace(inactiveChannel, 'subscribe', (host) => ({
    subscribe(this: Channel, subscription: unknown): unknown {
      return Reflect.apply(typeof subscription === 'function' ? host : refuse, this, [subscription])
    }
  }).subscribe)
}

function refusalActivates(): boolean {
  const probed = channel(Symbol('tracescope.probe'))
  try {
    probed.subscribe(undefined as never)
  } catch {}
  return probed.hasSubscribers
}
