import { isDeclaredIterator, isIteration } from './iterators.js'
import { following, makeResultTrace } from './trace-result.js'
import { followIteration } from './traced-iterables.js'

/** The traces that only the API has: they go by what fn returns. */
export const resultTraces = {
  /** For any function: an iterator is what says that it is one. */
  trace: makeResultTrace('trace', following((channels, context, value) => {
    return isDeclaredIterator(value) && followIteration(channels, context, value)
  })),

  /** For a function that is known to give iterators: one is what could be one. */
  traceIterator: makeResultTrace('traceIterator', following((channels, context, value) => {
    return isIteration(value) && followIteration(channels, context, value)
  }))
}
