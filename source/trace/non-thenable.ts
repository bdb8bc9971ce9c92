import { warn } from '../host/warn.js'
import type { AnyFunction } from '../types.js'

/** Warns, as Node 26 does, that tracePromise was called with a function that returned nothing to wait for. */
export function warnOfNonThenable(fn: AnyFunction): void {
  warn(`tracePromise was called with the function '${fn.name || '<anonymous>'}', ` +
    'which returned a non-thenable.')
}
