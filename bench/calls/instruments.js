import { mix } from './work.js'

// Nobody listens: what is measured is the way to the function, by the number of its arguments. Node has nothing like
// it: its side is the function itself.

const none = () => mix(7)
const two = (a, b) => mix(a + b)
const five = (a, b, c, d, e) => mix(a + b + c + d + e)

const instrumentedBy = (fn, { tracing, library }) => library.instrument(tracing, fn, { context: () => ({}) })

/** @type {import('./apis.js').Calls} */
export const instrument0 = {
  ...itself(() => () => none()),
  tracescope(means) {
    const instrumented = instrumentedBy(none, means)
    return () => instrumented()
  },
  byHand: ({ tracing }) => () => tracing.hasSubscribers ? tracing.traceSync(none, {}, undefined) : none()
}

/** @type {import('./apis.js').Calls} */
export const instrument2 = {
  ...itself(() => (i) => two(i, 1)),
  tracescope(means) {
    const instrumented = instrumentedBy(two, means)
    return (i) => instrumented(i, 1)
  },
  byHand: ({ tracing }) => (i) => tracing.hasSubscribers ? tracing.traceSync(two, {}, undefined, i, 1) : two(i, 1)
}

/** @type {import('./apis.js').Calls} */
export const instrument5 = {
  ...itself(() => (i) => five(i, 1, 2, 3, 4)),
  tracescope(means) {
    const instrumented = instrumentedBy(five, means)
    return (i) => instrumented(i, 1, 2, 3, 4)
  },
  byHand: ({ tracing }) => (i) => {
    return tracing.hasSubscribers ? tracing.traceSync(five, {}, undefined, i, 1, 2, 3, 4) : five(i, 1, 2, 3, 4)
  }
}

/** @param {import('./apis.js').MakeCall} call */
function itself(call) {
  return { events: [], node: call, direct: call, own: call }
}
