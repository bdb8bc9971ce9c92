// @ts-check

// Each count is the difference of two windows, of FEWER and of MORE calls: what a window takes by itself cancels out.
// FEWER is enough for tracePromise to have all the reactions pooled that MORE calls in flight take, see WARM_UP.
export const FEWER = 300
export const MORE = 800
export const CALLS = MORE - FEWER

/** Calls before anything is counted; at least MORE, and few enough for inline caches to be all that they leave. */
export const WARM_UP = MORE
