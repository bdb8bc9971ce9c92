import { channel, type Channel } from 'node:diagnostics_channel'
import { invalidArgType } from '../invalid-arg-type.js'
import { isChannel } from '../stores/with-store-scope.js'

/**
 * One of the channels that a name or a collection of channels stands for.
 *
 * @param nameOrChannels `'db.query'` for the host's channel `tracing:db.query:<event>`, or an object that has the
 *   channel as its property `event`
 * @param event          which one
 * @param className      what else could be given, for the error
 * @throws TypeError `ERR_INVALID_ARG_TYPE`
 */
export function channelFrom(nameOrChannels: unknown, event: string, className: string): Channel {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`)
  if (typeof nameOrChannels !== 'object' || nameOrChannels === null) {
    throw invalidArgType('nameOrChannels', `of type string or an instance of ${className} or Object`, nameOrChannels)
  }
  const found: unknown = (nameOrChannels as Record<string, unknown>)[event]
  if (!isChannel(found)) throw invalidArgType(`nameOrChannels.${event}`, 'an instance of Channel', found)
  return found
}
