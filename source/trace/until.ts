import { surfaceOnNextTick } from '../host/publish.js'
import type { Context, TraceChannels } from '../types.js'
import { apiSemantics } from './api-semantics.js'
import { fail, fulfil } from './outcome.js'
import type { Semantics } from './semantics.js'

/** Ends an operation: with an error, unless that is `undefined` or `null`, or with a result. It counts once. */
export type Finish<Result = unknown> = (error?: unknown, result?: Result) => void

/** Arranges that `finish` is called when an operation is over, of which the function has returned `returned`. */
export type Until<Returned = any> = (returned: Returned, finish: Finish<any>) => void

/** The API's semantics, but an operation goes on until somebody says that it is over, whatever fn returns. */
export function semanticsUntil(until: Until): Semantics {
  return {
    ...apiSemantics,
    checkUntraced: (result) => result,
    followPromise: (channels: TraceChannels, context: Context, returned: unknown) =>
      followUntil(until, channels, context, returned)
  }
}

/** Lets `until` say when the operation of a trace is over. Returns what fn has returned. */
export function followUntil(until: Until, channels: TraceChannels, context: Context, returned: unknown): unknown {
  let isOver = false
  const finish: Finish = (error, result) => {
    if (isOver) return
    isOver = true
    if (error === undefined || error === null) fulfil(apiSemantics, channels, context, result)
    else fail(apiSemantics, channels, context, error)
  }
  try {
    until(returned, finish)
  } catch (error) {
    surfaceOnNextTick(error)
    if (!isOver) context.result = returned
    isOver = true
  }
  return returned
}
