import { channel, Channel } from 'node:diagnostics_channel'
import { Object } from '../primordials.js'

const NAME = Symbol('tracescope.probe')

/**
 * Makes a channel of the host's that is not in the host's list of them, to find out by trying what channels do. In the
 * list it would leave an entry until the host is told that the channel was collected, and stay for good with a
 * subscriber on it.
 */
export function newChannel(): Channel {
  return canBeUnlisted ? newUnlistedChannel() : channel(Symbol('tracescope.probe'))
}

const canBeUnlisted = tryUnlistedChannel()

/** What the host's constructor makes, but for the entry in the list. */
function newUnlistedChannel(): Channel {
  const unlisted = Object.create(Channel.prototype)
  unlisted._subscribers = undefined
  unlisted._stores = undefined
  unlisted.name = NAME
  return unlisted
}

function tryUnlistedChannel(): boolean {
  let published: unknown
  const subscriber = (message: unknown): void => { published = message }
  try {
    const unlisted = newUnlistedChannel()
    unlisted.subscribe(subscriber)
    const wasActive = unlisted.hasSubscribers
    unlisted.publish(NAME)
    unlisted.unsubscribe(subscriber)
    return wasActive && published === NAME && !unlisted.hasSubscribers
  } catch {
    return false
  }
}
