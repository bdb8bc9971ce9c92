import { publish } from '../host/publish.js'
import type { Context, TraceChannels } from '../types.js'
import type { Behaviour } from './semantics.js'

/** Publishes that a traced promise was fulfilled, unless the operation goes on with the value, and gives the value on. */
export function fulfil(behaviour: Behaviour, channels: TraceChannels, context: Context, value: unknown): unknown {
  if (behaviour.goesOn?.(channels, context, value)) return value
  context.result = value
  behaviour.announceSettled(channels, context)
  return value
}

/** Publishes that a traced promise was rejected. */
export function fail(behaviour: Behaviour, channels: TraceChannels, context: Context, error: unknown): void {
  publishError(channels, context, error)
  behaviour.announceSettled(channels, context)
}

/** Publishes the error of a trace. */
export function publishError(channels: TraceChannels, context: Context, error: unknown): void {
  context.error = error
  publish(channels.error, context)
}
