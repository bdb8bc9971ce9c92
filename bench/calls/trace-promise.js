// @ts-check

export const loop = 'lastOf'

/** The events of a trace that succeeds: those that get a subscriber. */
export const events = ['start', 'end', 'asyncStart', 'asyncEnd']

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ tracing }) => (i) => tracing.tracePromise(work, {}, undefined, i)

export const tracescope = node

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ tracing: { start, end, asyncStart, asyncEnd, error }, storages }) => {
  const hand = storages.byHand()
  return (i) => {
    if (!start.hasSubscribers) return work(i)
    /** @type {any} */
    const context = {}
    const outer = hand.enter(context)
    try {
      start.publish(context)
      return work(i).then((result) => {
        context.result = result
        asyncStart.publish(context)
        asyncEnd.publish(context)
        return result
      }, (reason) => {
        context.error = reason
        error.publish(context)
        asyncStart.publish(context)
        asyncEnd.publish(context)
        throw reason
      })
    } finally {
      end.publish(context)
      hand.leave(outer)
    }
  }
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const direct = () => (i) => work(i)

/** @type {import('./prepare-calls.js').MakeCall} */
export const own = ({ keep }) => (i) => {
  keep({})
  return work(i)
}

/** @param {number} i */
async function work(i) {
  return i + 1
}
