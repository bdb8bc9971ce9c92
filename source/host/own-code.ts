import { unwatched } from '../copies.js'

// The host's methods are written as those of a class, where wrappers are mostly functions; a proxy and a bound function say
// nothing of themselves.
const METHOD = /^(?!function\b)\w+\(/

// Names that only the host's own code can see, in the methods that tracescope stands in for; or the host's call of the
// function that it is given, where a wrapper calls what it wraps.
const INTERNALS = /\b(AsyncContextFrame|kResourceStore|RunScope|RunStoresScope|BoundedChannelScope|markActive|triggerUncaughtException)\b|\bReflectApply\((fn|callback), (thisArg|null), args\)/

/**
 * Whether a method is the host's own, rather than one that someone put in its place before tracescope was loaded: that
 * one has to be called, for what it does besides.
 */
export function isHostsOwn(method: unknown): boolean {
  const own = unwatched(method)
  if (typeof own !== 'function') return false
  const code = Function.prototype.toString.call(own)
  return METHOD.test(code) && INTERNALS.test(code)
}
