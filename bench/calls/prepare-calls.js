// @ts-check
import diagnosticsChannel from 'node:diagnostics_channel'
import { MODULES } from './apis.js'
import { prepareMixed } from './mixed/prepare-mixed.js'
import { Storages } from './storages.js'
import { subscribeTo } from './subscribe.js'

/**
 * Who does the work:
 *
 * - `node`: Node's own API, or what stands in its place when the shim is installed
 * - `tracescope`: the library's API
 * - `byHand`: the least code that publishes the same events and enters the same stores
 * - `direct`: nobody; the function is called
 * - `own`: nobody; the function is called, and the context made that callers of the others make
 *
 * @typedef {'node' | 'tracescope' | 'byHand' | 'direct' | 'own'} Implementation
 */

/**
 * What is called, and under which conditions.
 *
 * @typedef {object} Conditions
 * @property {import('./apis.js').Api | 'mixed'} api mixed: a program with 40 channels, which uses four APIs in turn
 * @property {boolean | number} subscribers whether each event that the API publishes has a subscriber, or how many
 * @property {number} stores how many stores are bound to `start`; for withScope, how many are entered;
 *   for mixed, how many agents have bound one to every channel
 * @property {boolean} [transforms] whether each store is bound with a transform
 * @property {boolean} [ownGetStore] whether the storages have a getStore of their own
 * @property {number | null} [inFlight] how many promises are awaited at a time; by default none is awaited
 */

/**
 * What a call is made of.
 *
 * @typedef {object} Means
 * @property {any} tracing the implementation's tracing channel
 * @property {Storages} storages the stores that are bound to it
 * @property {any} library tracescope's exports, only for itself
 * @property {(value: object) => void} keep makes a value escape
 */

/** @typedef {(means: Means) => (i: number) => any} MakeCall */

/** @typedef {(times: number) => any} Loop */

/**
 * Prepares calls, by all implementations over the same channels, subscribers and stores.
 *
 * @template {Implementation} Name
 * @param {Conditions} conditions
 * @param {Name[]} implementations
 * @param {() => Promise<any>} load gives tracescope's exports
 * @returns {Promise<Record<Name, Loop>>}
 */
export async function prepareCalls({ api, subscribers, stores, transforms, ownGetStore, inFlight }, implementations, load = () => import('tracescope')) {
  if (api === 'mixed') return prepareMixed(stores, /** @type {any[]} */ (implementations), load)
  const tracing = diagnosticsChannel.tracingChannel('bench')
  const storages = new Storages(stores, transforms, ownGetStore)
  const { events } = await import(MODULES[api])
  for (let i = 0; i < Number(subscribers); i++) subscribeTo(tracing, events)
  if (events.length > 0) storages.bindTo(tracing.start)

  const loops = /** @type {Record<Name, Loop>} */ ({})
  for (const name of implementations) {
    // A copy of the modules for each: no implementation shall run on what V8 has learned from another.
    const calls = await import(`${MODULES[api]}?${name}`)
    const library = name === 'tracescope' ? await load() : undefined
    const own = library?.tracingChannel('bench') ?? tracing
    const { [inFlight ? 'wavesOf' : calls.loop]: loop } = await import(`./loop.js?${name}`)
    loops[name] = loop(calls[name]({ tracing: own, storages, library, keep }), inFlight)
  }
  return loops
}

/** @type {object | undefined} */
let kept

/** @param {object} value */
function keep(value) {
  kept = value
}
