/** A change to the host that can be taken back. */
export interface Restorable {
  /** Puts the host back as it was before the change. */
  restore(): void
}
