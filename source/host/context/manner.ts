import type { Transform } from '../../types.js'
import { surfaceOnNextTick } from '../uncaught.js'

/**
 * The two manners in which hosts enter the stores bound to a channel.
 *
 * - `scope` (Node 26): in the order of binding, each as `store.withScope(value)` would; a transform that is falsy
 *   counts as none.
 * - `run` (Node up to 25): last bound first, each as `store.run(value, …)` would, which does not enter a value that is
 *   current already; only an `undefined` transform counts as none.
 */
export type Manner = 'scope' | 'run'

/** What {@link valueFor} gives when the transform failed: the store keeps its outer value. */
export const FAILED = Symbol('failed transform')

/** The value for a store: the message, or what the transform makes of it. Where it throws, the error surfaces on next tick. */
export function valueFor(transform: Transform | null | undefined, message: unknown, manner: Manner): unknown {
  if (manner === 'scope' ? !transform : transform === undefined) return message
  try {
    return (transform as Transform)(message)
  } catch (error) {
    surfaceOnNextTick(error)
    return FAILED
  }
}
