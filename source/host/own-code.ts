import { unwatched } from '../copies.js'

// Names that only the host's own code can see, in the methods that tracescope stands in for.
const INTERNALS = /\b(AsyncContextFrame|executionAsyncResource|ReflectApply|RunScope|RunStoresScope|BoundedChannelScope|markActive)\b|\[native code\]/

/**
 * Whether a method is the host's own, rather than one that someone put in its place before tracescope was loaded: that
 * one has to be called, for what it does besides.
 */
export function isHostsOwn(method: unknown): boolean {
  const own = unwatched(method)
  return typeof own === 'function' && INTERNALS.test(Function.prototype.toString.call(own))
}
