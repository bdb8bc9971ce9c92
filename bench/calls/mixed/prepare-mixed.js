// @ts-check
import { makeChannels } from './channels.js'

/**
 * Prepares the calls of a program with many channels, by all implementations over the same channels, subscribers and stores.
 *
 * @template {Exclude<import('../prepare-calls.js').Implementation, 'own'>} Name
 * @param {number} agents how many have bound a store to each channel
 * @param {Name[]} implementations
 * @param {() => Promise<any>} load gives tracescope's exports
 * @returns {Promise<Record<Name, import('../prepare-calls.js').Loop>>}
 */
export async function prepareMixed(agents, implementations, load) {
  const channels = makeChannels(agents)
  const loops = /** @type {Record<Name, import('../prepare-calls.js').Loop>} */ ({})
  for (const name of implementations) {
    // A copy of the modules for each: no implementation shall run on what V8 has learned from another.
    const { callSite } = await import(`./call-sites.js?${name}`)
    const { inTurn } = await import(`./loop.js?${name}`)
    const library = name === 'tracescope' ? await load() : undefined
    loops[name] = inTurn(channels.map((channel) => callSite(name, channel, library)))
  }
  return loops
}
