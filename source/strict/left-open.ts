import type { WatchedScope } from './watched-scope.js'

// Scopes that may still be disposed, whenever that is: they are looked at when nobody has them any more, and when the
// process has nothing left to do.

const scopes = new Set<WatchedScope>()
const collected = new FinalizationRegistry<WatchedScope>(end)

process.on('beforeExit', () => scopes.forEach(end))

/** Waits for a scope; `object` is what its user has of it. */
export function waitFor(scope: WatchedScope, object: object | undefined): void {
  scopes.add(scope)
  if (object !== undefined) collected.register(object, scope, scope)
}

/** It has been disposed. */
export function forget(scope: WatchedScope): void {
  if (scopes.delete(scope)) collected.unregister(scope)
}

function end(scope: WatchedScope): void {
  if (scopes.delete(scope)) scope.leftOpen()
}
