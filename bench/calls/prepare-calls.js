import diagnosticsChannel from 'node:diagnostics_channel'
import { moduleOf } from './apis.js'
import { makeChannels } from './mixed/channels.js'
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
 * @property {string} api one of apis.js; mixed: a program with 40 channels, which uses four APIs in turn
 * @property {boolean | number} subscribers whether each event that the API publishes has a subscriber, or how many
 * @property {number} stores how many stores are bound to `start`; for withScope, how many are entered;
 *   for mixed, how many agents have bound one to every channel
 * @property {boolean} [transforms] whether each store is bound with a transform
 * @property {boolean} [ownGetStore] whether the storages have a getStore of their own
 * @property {number | null} [inFlight] how many promises are awaited at a time; by default none is awaited
 */

/** @typedef {(times: number) => any} Loop */

/**
 * Prepares calls, by all implementations over the same channels, subscribers and stores. Each runs on a copy of the
 * modules: none shall run on what V8 has learned from another.
 *
 * @param {Conditions} conditions
 * @param {Implementation[]} implementations
 * @param {() => Promise<any>} load gives tracescope's exports
 * @returns {Promise<Record<Implementation, Loop>>}
 */
export async function prepareCalls(conditions, implementations, load = () => import('tracescope')) {
  const prepare = conditions.api === 'mixed' ? prepareMixed(conditions) : await prepareApi(conditions)
  const loops = /** @type {Record<Implementation, Loop>} */ ({})
  for (const name of implementations) {
    loops[name] = await prepare(name, name === 'tracescope' ? await load() : undefined)
  }
  return loops
}

/** @param {Conditions} conditions */
async function prepareApi({ api, subscribers, stores, transforms, ownGetStore, inFlight }) {
  const tracing = diagnosticsChannel.tracingChannel('bench')
  const storages = new Storages(stores, transforms, ownGetStore)
  const { [api]: { events, isAsync } } = await import(moduleOf(api))
  for (let i = 0; i < Number(subscribers); i++) subscribeTo(tracing, events)
  if (events.length > 0) storages.bindTo(tracing.start)

  return async (name, library) => {
    const { [api]: calls } = await import(`${moduleOf(api)}?${name}`)
    const { lastOf, sumOf, wavesOf } = await import(`./loop.js?${name}`)
    const own = library?.tracingChannel('bench') ?? tracing
    const call = calls[name]({ tracing: own, storages, library, keep })
    if (inFlight) return wavesOf(call, inFlight)
    return isAsync ? lastOf(call) : sumOf(call)
  }
}

/** Calls of a program with many channels. @param {Conditions} conditions */
function prepareMixed({ stores: agents }) {
  const channels = makeChannels(agents)
  return async (name, library) => {
    const { callSite } = await import(`./mixed/calls.js?${name}`)
    const { inTurn } = await import(`./loop.js?${name}`)
    return inTurn(channels.map((channel) => callSite(name, channel, library)))
  }
}

let kept

function keep(value) {
  kept = value
}
