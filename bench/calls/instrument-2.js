// @ts-check
import { mix } from './work.js'

export const loop = 'sumOf'

/** Nobody listens: what is measured is the way to the function. @type {string[]} */
export const events = []

const fn = (/** @type {number} */ a, /** @type {number} */ b) => mix(a + b)

/** Node has nothing like it: its side is the function itself. @type {import('./prepare-calls.js').MakeCall} */
export const node = () => (i) => fn(i, 1)

/** @type {import('./prepare-calls.js').MakeCall} */
export const tracescope = ({ tracing, library }) => {
  const instrumented = library.instrument(tracing, fn, { context: () => ({}) })
  return (i) => instrumented(i, 1)
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ tracing }) => (i) => {
  return tracing.hasSubscribers ? tracing.traceSync(fn, {}, undefined, i, 1) : fn(i, 1)
}

export { node as direct, node as own }
