import { setImmediate } from 'node:timers/promises'

// Each count is the difference of two windows, of FEWER and of MORE calls: what a window takes by itself cancels out.
// FEWER is enough for tracePromise to have all the reactions pooled that MORE calls in flight take, see WARM_UP.
export const FEWER = 300
export const MORE = 800
export const CALLS = MORE - FEWER

/** Calls before anything is counted; at least MORE, and few enough for inline caches to be all that they leave. */
export const WARM_UP = MORE

/** Without the optimiser: it attributes what an inlined function allocates to the caller, or allocates nothing. */
export const WITHOUT_OPTIMISER = ['--no-opt', '--no-maglev', '--no-sparkplug']

/** So large that nothing is collected between one `gc()` and the next. */
export const LARGE_SEMI_SPACE = ['--expose-gc', '--min-semi-space-size=128', '--max-semi-space-size=128']

/** Makes calls and waits until all that they started is over. */
export async function settle(loop, times) {
  loop(times)
  await setImmediate()
}

/** Has V8 collect. */
export function collect() {
  if (typeof gc === 'function') gc()
}
