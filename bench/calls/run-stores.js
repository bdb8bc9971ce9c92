// @ts-check
import { work } from './work.js'

export const loop = 'sumOf'

/** A channel that is no tracing channel: `start` stands for it. */
export const events = ['start']

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ tracing: { start } }) => (i) => start.runStores({}, work, undefined, i)

/** @type {import('./prepare-calls.js').MakeCall} */
export const tracescope = ({ tracing: { start }, library: { withStoreScope } }) => (i) => {
  const scope = withStoreScope(start, {})
  try {
    return work(i)
  } finally {
    scope[Symbol.dispose]()
  }
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ tracing: { start }, storages }) => {
  const hand = storages.byHand()
  return (i) => {
    if (!start.hasSubscribers) return work(i)
    const message = {}
    const outer = hand.enter(message)
    try {
      start.publish(message)
      return work(i)
    } finally {
      hand.leave(outer)
    }
  }
}

export { direct, own } from './trace-sync.js'
