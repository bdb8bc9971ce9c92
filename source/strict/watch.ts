import { openingAt } from './opening.js'
import { subjectOf } from './subject.js'
import { WatchedScope } from './watched-scope.js'

const watchedObjects = new WeakSet<object>()

/** Opens a scope and watches it, if it is one that a user opens. `method` is what he has called for it, on `target`. */
export function openWatched<Scope extends Disposable>(method: Function, target: unknown, open: () => Scope): Scope {
  const subject = subjectOf(target)
  if (subject === undefined || subject.isIdle) return open()
  const opening = openingAt(method)
  if (opening.isInternal) return open()
  const scope = new WatchedScope(subject, opening)
  let object: Scope | undefined
  try {
    object = open()
  } finally {
    if (object === undefined || !canBeWatched(object)) scope.abandon()
  }
  if (canBeWatched(object)) {
    watchedObjects.add(object)
    scope.watch(object)
  }
  return object
}

/** A subclass's `withScope` may call the host's, whose scope is watched already, or give what can't be changed. */
function canBeWatched(object: unknown): object is object {
  return typeof object === 'object' && object !== null && !watchedObjects.has(object) && Object.isExtensible(object)
}
