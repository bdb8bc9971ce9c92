import { channel, type Channel } from 'node:diagnostics_channel'
import { FiveChannels } from './five-channels.js'
import type { Tracing } from './traces.js'

const known = new WeakMap<Channel, Tracing | null>()

/**
 * The tracing channel of the steps of iterations: `db.rows:next` for the tracing channel `db.rows`, as orchestrion names
 * it. `null` where the channels have no name in common to tell it from.
 */
export function stepChannels(start: Channel): Tracing | null {
  let channels = known.get(start)
  if (channels === undefined) known.set(start, channels = makeStepChannels(start.name))
  return channels
}

function makeStepChannels(name: string | symbol): Tracing | null {
  const [, common] = typeof name === 'string' ? /^tracing:(.*):start$/s.exec(name) ?? [] : []
  return common === undefined ? null : new FiveChannels((event) => channel(`tracing:${common}:next:${event}`))
}
