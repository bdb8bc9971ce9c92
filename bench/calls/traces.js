import { work } from './work.js'

const ASYNC_EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd']

/** @type {import('./apis.js').Calls} */
export const traceSync = {
  events: ['start', 'end'],
  node: ({ tracing }) => (i) => tracing.traceSync(work, {}, undefined, i),
  tracescope: ({ tracing }) => (i) => tracing.traceSync(work, {}, undefined, i),
  byHand({ tracing: { start, end }, storages }) {
    const hand = storages.byHand()
    return (i) => {
      if (!start.hasSubscribers) return work(i)
      /** @type {any} */
      const context = {}
      const outer = hand.enter(context)
      try {
        start.publish(context)
        return context.result = work(i)
      } finally {
        end.publish(context)
        hand.leave(outer)
      }
    }
  },
  direct: () => (i) => work(i),
  own: ({ keep }) => (i) => {
    keep({})
    return work(i)
  }
}

/** @type {import('./apis.js').Calls} */
export const tracePromise = {
  isAsync: true,
  events: ASYNC_EVENTS,
  node: ({ tracing }) => (i) => tracing.tracePromise(promiseWork, {}, undefined, i),
  tracescope: ({ tracing }) => (i) => tracing.tracePromise(promiseWork, {}, undefined, i),
  byHand({ tracing: { start, end, asyncStart, asyncEnd, error }, storages }) {
    const hand = storages.byHand()
    return (i) => {
      if (!start.hasSubscribers) return promiseWork(i)
      /** @type {any} */
      const context = {}
      const outer = hand.enter(context)
      try {
        start.publish(context)
        return promiseWork(i).then((result) => {
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
  },
  direct: () => (i) => promiseWork(i),
  own: ({ keep }) => (i) => {
    keep({})
    return promiseWork(i)
  }
}

async function promiseWork(i) {
  return i + 1
}

/** @type {import('./apis.js').Calls} */
export const traceCallback = {
  events: ASYNC_EVENTS,
  node: ({ tracing }) => (i) => tracing.traceCallback(callbackWork, 1, {}, undefined, i, done),
  tracescope: ({ tracing }) => (i) => tracing.traceCallback(callbackWork, 1, {}, undefined, i, done),
  byHand({ tracing: { start, end, asyncStart, asyncEnd }, storages }) {
    const hand = storages.byHand()
    return (i) => {
      if (!start.hasSubscribers) return callbackWork(i, done)
      /** @type {any} */
      const context = {}
      const outer = hand.enter(context)
      try {
        start.publish(context)
        return callbackWork(i, (error, result) => {
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
  },
  direct: () => (i) => callbackWork(i, done),
  own: ({ keep }) => (i) => {
    keep({})
    return callbackWork(i, done)
  }
}

function callbackWork(i, callback) {
  callback(null, i + 1)
  return i
}

function done(error, result) {
  done.sum += result
}
done.sum = 0

/** What nobody but tracescope has: tests count it. @type {import('./apis.js').Calls} */
export const traceThenable = {
  events: ASYNC_EVENTS,
  tracescope: ({ tracing }) => (i) => {
    tracing.trace(makeLazy, {}).then(consume, consume)
    return i
  }
}

/** A thenable that does its work when it is consumed. */
class Lazy {
  then(done) {
    done(1)
  }
}

function makeLazy() {
  return new Lazy()
}

function consume() {}
