import { tracingChannel, type Channel } from 'node:diagnostics_channel'
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
  if (channels === undefined) known.set(start, channels = tracingChannel(`${name}:next`) as unknown as Tracing)
  return channels
}
