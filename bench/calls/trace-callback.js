// @ts-check

export const loop = 'sumOf'

/** The events of a trace that succeeds: those that get a subscriber. */
export const events = ['start', 'end', 'asyncStart', 'asyncEnd']

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ tracing }) => (i) => tracing.traceCallback(work, 1, {}, undefined, i, done)

export const tracescope = node

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ tracing: { start, end, asyncStart, asyncEnd }, storages }) => {
  const hand = storages.byHand()
  return (i) => {
    if (!start.hasSubscribers) return work(i, done)
    /** @type {any} */
    const context = {}
    const outer = hand.enter(context)
    try {
      start.publish(context)
      return work(i, (error, result) => {
        context.result = result
        asyncStart.publish(context)
        try {
          done(error, result)
        } finally {
          asyncEnd.publish(context)
        }
      })
    } finally {
      end.publish(context)
      hand.leave(outer)
    }
  }
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const direct = () => (i) => work(i, done)

/** @type {import('./prepare-calls.js').MakeCall} */
export const own = ({ keep }) => (i) => {
  keep({})
  return work(i, done)
}

/** @param {number} i @param {(error: Error | null, result: number) => void} callback */
function work(i, callback) {
  callback(null, i + 1)
  return i
}

/** @param {Error | null} error @param {number} result */
function done(error, result) {
  done.sum += result
}
done.sum = 0
