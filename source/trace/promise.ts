import { NativePromise, Object } from '../primordials.js'

const { getPrototypeOf } = Object
const { prototype } = NativePromise
const { then: thenAtLoad } = prototype

/**
 * Whether a promise is of this realm and of no subclass: only such a one may be replaced by a chained one. To be asked
 * of promises alone: a proxy would hear of it.
 */
export function hasNativePrototype(promise: object): boolean {
  return getPrototypeOf(promise) === prototype
}

/**
 * Whether a promise is of this realm and of no subclass, and has the `then` of all such promises: Promise's own, or
 * what somebody has put on its prototype.
 *
 * @param then the `then` that it has
 */
export function hasNativeThen(promise: object, then: unknown): boolean {
  // What was there at load first: it is a constant to V8.
  return getPrototypeOf(promise) === prototype && (then === thenAtLoad || then === prototype.then)
}

/** Promise's own, of this realm. A bundle that needs neither leaves them out. */
export const resolve = /* @__PURE__ */ NativePromise.resolve.bind(NativePromise)
export const reject = /* @__PURE__ */ NativePromise.reject.bind(NativePromise)
