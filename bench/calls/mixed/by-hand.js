// The least code that publishes the same events and enters the same stores. All channels share it, as they share a
// library.

export function runStores({ start, fn, hand }, message, i) {
  if (!start.hasSubscribers) return fn(i)
  const outer = hand.enter(message)
  try {
    start.publish(message)
    return fn(i)
  } finally {
    hand.leave(outer)
  }
}

export function traceSync({ start, tracing: { end }, fn, hand }, context, i) {
  if (!start.hasSubscribers) return fn(i)
  const outer = hand.enter(context)
  try {
    start.publish(context)
    return context.result = fn(i)
  } finally {
    end.publish(context)
    hand.leave(outer)
  }
}

export function tracePromise({ start, tracing: { end, asyncStart, asyncEnd, error }, fn, hand }, context, i) {
  if (!start.hasSubscribers) return fn(i)
  const outer = hand.enter(context)
  try {
    start.publish(context)
    return fn(i).then((result) => {
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

export function traceCallback({ start, tracing: { end, asyncStart, asyncEnd }, fn, done, hand }, context, i) {
  if (!start.hasSubscribers) return fn(i, done)
  const outer = hand.enter(context)
  try {
    start.publish(context)
    return fn(i, (error, result) => {
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
