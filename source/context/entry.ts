import { both } from '../suppressed.js'
import type { EnterStyle } from './backend.js'

/**
 * What was entered, until it is left. Every window is
 * `const entry = enter(…); try { … } finally { …; entry?.leave() }`, which is what `using` means, without its price.
 */
export interface Entry {
  /** Puts back what was there, in the call that has entered. To be called once. */
  leave(): void
  /** Puts back what was there, in whatever context is current: a scope may be disposed elsewhere. To be called once. */
  leaveScope(): void
  /** Whether leaving calls what may throw. */
  readonly mayFail?: boolean
}

/**
 * What entering returns: an entry, `undefined` when there is nothing to leave, or `null` when nothing was entered
 * because it takes other means: the caller goes the slow path.
 */
export type Entered = Entry | undefined | null

/** Leaves after an error. Gives what is to be thrown: that error, or what comes of both where leaving fails as well. */
export function leaveAfter(entry: Entry | undefined, error: unknown, style: EnterStyle): unknown {
  try {
    entry?.leave()
    return error
  } catch (another) {
    return both(style, another, error)
  }
}
