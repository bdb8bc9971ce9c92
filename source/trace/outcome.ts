import { publish } from '../host/publish.js'
import type { Context, TraceChannels } from '../types.js'
import type { Semantics } from './semantics.js'

/**
 * Publishes that a traced promise was fulfilled, unless the operation goes on with the value, and gives the value on.
 */
export function fulfil(semantics: Semantics, channels: TraceChannels, context: Context, value: unknown): unknown {
  if (semantics.goesOn?.(channels, context, value)) return value
  context.result = value
  semantics.announceSettled(channels, context)
  return value
}

/** Publishes that a traced promise was rejected. */
export function fail(semantics: Semantics, channels: TraceChannels, context: Context, error: unknown): void {
  publishError(channels, context, error)
  semantics.announceSettled(channels, context)
}

/** Publishes the error of a trace. */
export function publishError(channels: Pick<TraceChannels, 'error'>, context: Context, error: unknown): void {
  context.error = error
  publish(channels.error, context)
}
