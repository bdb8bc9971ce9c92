import { ownCode } from '../own-code.js'
import * as leastCode from './by-hand.js'

// The call of each way as each implementation has it.

const node = {
  runStores: '(i) => start.runStores({ i }, fn, undefined, i)',
  traceSync: '(i) => tracing.traceSync(fn, { i }, undefined, i)',
  tracePromise: '(i) => tracing.tracePromise(fn, { i }, undefined, i)',
  traceCallback: '(i) => tracing.traceCallback(fn, 1, { i }, undefined, i, done)'
}

const tracescope = {
  ...node,
  runStores: `(i) => {
    const scope = library.withStoreScope(start, { i })
    try {
      return fn(i)
    } finally {
      scope[Symbol.dispose]()
    }
  }`
}

const byHand = {
  runStores: '(i) => byHand.runStores(channel, { i }, i)',
  traceSync: '(i) => byHand.traceSync(channel, { i }, i)',
  tracePromise: '(i) => byHand.tracePromise(channel, { i }, i)',
  traceCallback: '(i) => byHand.traceCallback(channel, { i }, i)'
}

const direct = {
  runStores: '(i) => fn(i)',
  traceSync: '(i) => fn(i)',
  tracePromise: '(i) => fn(i)',
  traceCallback: '(i) => fn(i, done)'
}

const CALLS = { node, tracescope, byHand, direct }

/**
 * Makes the call of a channel by an implementation, code of its own.
 *
 * @param {keyof typeof CALLS} implementation
 * @param {import('./channels.js').MixedChannel} channel
 * @param {any} library tracescope's exports, only for itself
 * @returns {(i: number) => any}
 */
export function callSite(implementation, channel, library) {
  const { way, name, start, fn, done } = channel
  const tracing = library ? library.tracingChannel(name) : channel.tracing
  return ownCode(CALLS[implementation][way], { tracing, start, fn, done, library, byHand: leastCode, channel })
}
