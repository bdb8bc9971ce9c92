// @ts-check
import { mix } from './work.js'

export const loop = 'sumOf'

/** Nobody listens: what is measured is the way to the function. @type {string[]} */
export const events = []

const fn = () => mix(7)

/** Node has nothing like it: its side is the function itself. @type {import('./prepare-calls.js').MakeCall} */
export const node = () => () => fn()

/** @type {import('./prepare-calls.js').MakeCall} */
export const tracescope = ({ tracing, library }) => {
  const instrumented = library.instrument(tracing, fn, { context: () => ({}) })
  return () => instrumented()
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ tracing }) => () => {
  return tracing.hasSubscribers ? tracing.traceSync(fn, {}, undefined) : fn()
}

export { node as direct, node as own }
