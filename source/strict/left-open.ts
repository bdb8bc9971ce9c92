// Scopes that may still be disposed, whenever that is: they are looked at when nobody has them any more, and when the
// process has nothing left to do.

/** A scope that may be left open. */
export interface Leavable {
  /** Whether nobody has taken its disposer. */
  readonly isUnowned: boolean
  /** Nobody can dispose it any more, or will. */
  leftOpen(): void
}

const scopes = new Set<Leavable>()
const collected = new FinalizationRegistry<Leavable>(end)

process.on('beforeExit', () => scopes.forEach(end))

/** Waits for a scope; `object` is what its user has of it. */
export function waitFor(scope: Leavable, object: object | undefined): void {
  scopes.add(scope)
  if (object !== undefined) collected.register(object, scope, scope)
}

/** It has been disposed. */
export function forget(scope: Leavable): void {
  if (scopes.delete(scope)) collected.unregister(scope)
}

/** Takes those for forgotten that nobody has taken: at the end of a test, which should have. */
export function endUnowned(): void {
  for (const scope of [...scopes]) if (scope.isUnowned) end(scope)
}

function end(scope: Leavable): void {
  if (scopes.delete(scope)) scope.leftOpen()
}
