import { invalidArgType } from './errors.js'
import { callEach, Front, type LiveChannel } from './front.js'
import { host, showsInsides, surfaceOnNextTick } from './host.js'
import { Scopes } from './scopes.js'

export { type LiveChannel, surfaceOnNextTick }

const fronts = Front.makeAll(host, {
  surface: surfaceOnNextTick,
  enter: (stores, message) => new Scopes().enter(stores, message),
  invalidArgType
})

/** Publishes as Node 26 does: whatever a subscriber throws, the others are called, and the caller goes on. */
export function publish(channel: LiveChannel, message: unknown): void {
  if (showsInsides) callEach(channel._subscribers, message, channel.name, surfaceOnNextTick)
  else frontOf(channel).publish(message)
}

/** What stands before a channel of the host's; a channel that shows its insides needs none. */
export function frontOf(channel: LiveChannel): LiveChannel {
  return showsInsides ? channel : fronts.frontOf(channel)
}

export const Channel: new (...args: never) => LiveChannel = showsInsides ? host.Channel : Front

export const channel: (name: string | symbol) => LiveChannel = showsInsides ? host.channel : fronts.channel

export function isChannel(value: unknown): value is LiveChannel {
  return value !== null && value !== undefined && (value instanceof Front || value instanceof host.Channel)
}
