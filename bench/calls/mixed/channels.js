import diagnosticsChannel from 'node:diagnostics_channel'
import { enterByHand } from '../by-hand.js'
import { ownCode } from '../own-code.js'
import { makeTransform, Storages } from '../storages.js'

/** How many channels a program has that agents watch. */
export const CHANNELS = 40

/**
 * What the channels are used by, in turn, and the function that each traces: it takes a number, and makes another of
 * it.
 */
const FUNCTIONS = {
  runStores: '(i) => i + 1',
  traceSync: '(i) => i + 1',
  tracePromise: 'async (i) => i + 1',
  traceCallback: '(i, callback) => { callback(null, i + 1); return i }'
}

const WAYS = Object.keys(FUNCTIONS)

/**
 * A channel of the program: the function that it traces, and how it is entered by hand.
 *
 * @typedef {object} MixedChannel
 * @property {string} way
 * @property {string} name
 * @property {any} tracing
 * @property {any} start for runStores the channel itself, which is no tracing channel
 * @property {any} fn
 * @property {any} done the callback of traceCallback
 * @property {import('../by-hand.js').ByHand} hand
 */

/**
 * Makes the channels of a program under agents. An agent has one storage, and binds it to `start` of every channel.
 * Each channel has a function, subscribers and, for each agent, a transform of its own: one call site that V8 knows all
 * about hides what real programs pay.
 *
 * @returns {MixedChannel[]}
 */
export function makeChannels(agents) {
  const { all: storages } = new Storages(agents)
  const seen = { published: 0, last: undefined, results: 0 }
  return Array.from({ length: CHANNELS }, (_, i) => {
    const way = WAYS[i % WAYS.length]
    const name = `mixed ${i}`
    const tracing = diagnosticsChannel.tracingChannel(name)
    const start = way === 'runStores' ? diagnosticsChannel.channel(name) : tracing.start
    for (const channel of way === 'runStores' ? [start] : [start, tracing.end]) {
      channel.subscribe(ownCode('(message) => { seen.published++; seen.last = message }', { seen }))
    }
    const transforms = storages.map(makeTransform)
    for (const [agent, storage] of storages.entries()) start.bindStore(storage, transforms[agent])
    const done = ownCode('(error, result) => { seen.results ^= result }', { seen })
    return { way, name, tracing, start, fn: ownCode(FUNCTIONS[way]), done, hand: enterByHand(storages, transforms) }
  })
}
