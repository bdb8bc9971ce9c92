import { Error } from '../primordials.js'
import type { AnyFunction, BoundStores } from '../types.js'
import type { Backend, EnterStyle } from './backend.js'

/**
 * Calls a function with stores that a backend has entered for a message: what is tried of a backend before it is used.
 */
export function within(
  backend: Backend, bound: BoundStores, message: unknown, style: EnterStyle, fn: AnyFunction
): void {
  const entry = backend.enter(bound, message, style)
  if (entry === null) throw new Error('the stores are not native')
  try {
    fn()
  } finally {
    entry?.leave()
  }
}
