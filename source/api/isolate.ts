import { backend } from '../context/select-backend.js'
import { assertFunction } from '../errors.js'
import { apply, arraysSpread, joined } from '../primordials.js'

/**
 * Calls a function, and puts the whole asynchronous context back as it was when the call returns or throws: whatever
 * the function did to any AsyncLocalStorage (`enterWith`, `disable`, a scope that it left open) ends with the call.
 * What it has started keeps the context that it was started in.
 *
 * ```js
 * const handler = (req) => isolate(async () => {
 *   using scope = withScope(requests, req.id)
 *   await answer(req)
 * })
 * ```
 *
 * Without it a scope that is opened before the first `await` of an async function is still open when the function
 * returns its promise, and so leaks into the caller.
 *
 * @param fn      what to call
 * @param thisArg its `this`
 * @param args    its arguments
 * @returns what fn returns
 * @throws what fn throws; TypeError `ERR_INVALID_ARG_TYPE` when `fn` is not a function
 */
export function isolate<This, Args extends any[], Result>(
  fn: (this: This, ...args: Args) => Result, thisArg?: This, ...args: Args
): Result {
  assertFunction('fn', fn)
  return (arraysSpread()
    ? backend.isolate(fn, thisArg, ...args)
    : apply(backend.isolate, backend, joined([fn, thisArg], args))) as Result
}
