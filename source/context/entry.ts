/**
 * What was entered, until it is left. Every window is `const entry = enter(…); try { … } finally { …; entry?.leave() }`,
 * which is what `using` means, without its price.
 */
export interface Entry {
  /** Puts back what was there, in the call that has entered. To be called once. */
  leave(): void
  /** Puts back what was there, in whatever context is current: a scope may be disposed elsewhere. To be called once. */
  leaveScope(): void
}

/**
 * What entering returns: an entry, `undefined` when there is nothing to leave, or `null` when nothing was entered because it
 * takes other means: the caller goes the slow path.
 */
export type Entered = Entry | undefined | null
