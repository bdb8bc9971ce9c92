// @ts-check
import { ownCode } from '../own-code.js'
import * as byHand from './by-hand.js'

/** @typedef {import('./channels.js').MixedChannel} MixedChannel */

/**
 * The call of each way as each implementation has it.
 *
 * @type {Record<Exclude<import('../prepare-calls.js').Implementation, 'own'>, Record<MixedChannel['way'], string>>}
 */
const CALLS = {
  node: {
    runStores: '(i) => start.runStores({ i }, fn, undefined, i)',
    traceSync: '(i) => tracing.traceSync(fn, { i }, undefined, i)',
    tracePromise: '(i) => tracing.tracePromise(fn, { i }, undefined, i)',
    traceCallback: '(i) => tracing.traceCallback(fn, 1, { i }, undefined, i, done)'
  },
  tracescope: {
    runStores: `(i) => {
      const scope = library.withStoreScope(start, { i })
      try {
        return fn(i)
      } finally {
        scope[Symbol.dispose]()
      }
    }`,
    traceSync: '(i) => tracing.traceSync(fn, { i }, undefined, i)',
    tracePromise: '(i) => tracing.tracePromise(fn, { i }, undefined, i)',
    traceCallback: '(i) => tracing.traceCallback(fn, 1, { i }, undefined, i, done)'
  },
  byHand: {
    runStores: '(i) => byHand.runStores(channel, { i }, i)',
    traceSync: '(i) => byHand.traceSync(channel, { i }, i)',
    tracePromise: '(i) => byHand.tracePromise(channel, { i }, i)',
    traceCallback: '(i) => byHand.traceCallback(channel, { i }, i)'
  },
  direct: {
    runStores: '(i) => fn(i)',
    traceSync: '(i) => fn(i)',
    tracePromise: '(i) => fn(i)',
    traceCallback: '(i) => fn(i, done)'
  }
}

/**
 * Makes the call of a channel by an implementation, code of its own.
 *
 * @param {keyof typeof CALLS} implementation
 * @param {MixedChannel} channel
 * @param {any} library tracescope's exports, only for itself
 * @returns {(i: number) => any}
 */
export function callSite(implementation, channel, library) {
  const { way, name, start, fn, done } = channel
  const tracing = library ? library.tracingChannel(name) : channel.tracing
  return ownCode(CALLS[implementation][way], { tracing, start, fn, done, library, byHand, channel })
}
