// @ts-check
import { work } from './work.js'

export const loop = 'sumOf'

/** The events of a trace that succeeds: those that get a subscriber. */
export const events = ['start', 'end']

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ tracing }) => (i) => tracing.traceSync(work, {}, undefined, i)

export const tracescope = node

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ tracing: { start, end }, storages }) => {
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
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const direct = () => (i) => work(i)

/** @type {import('./prepare-calls.js').MakeCall} */
export const own = ({ keep }) => (i) => {
  keep({})
  return work(i)
}
