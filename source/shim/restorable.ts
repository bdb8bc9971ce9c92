/** A change to the host that can be taken back. */
export interface Restorable {
  /**
   * Puts the host back as it was before the change, but for what someone else has replaced meanwhile. Gives the paths of
   * that. Restoring again restores what can be by then.
   */
  restore(): string[]
}

/** Restores several changes, and gives the paths of what could not be. */
export function restoreAll(changes: ReadonlyArray<Restorable | undefined>): string[] {
  return changes.flatMap((change) => change?.restore() ?? [])
}

/** What people call a property: `TracingChannel#traceSync` that of a class, by its name alone that of a module. */
export function pathOf(target: any, name: string): string {
  const { constructor } = target
  return constructor?.prototype === target ? `${constructor.name}#${name}` : name
}
