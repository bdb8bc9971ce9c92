// @ts-check
import { Load } from './load.js'
import { Server } from './server.js'

/**
 * The two that are compared, watched by the agent on Node as it is and with the shim, and the same server without an agent:
 * what it takes that has nothing to do with tracing.
 *
 * @typedef {'node' | 'tracescope' | 'unwatched'} Side
 */

/** @type {Side[]} */
const SIDES = ['node', 'tracescope', 'unwatched']

/**
 * What one side took for the requests of a round; `used` is what the server says of itself.
 *
 * @typedef {{ requests: number, seconds: number, latencies: number[], used: import('./server.js').Used }} Taken
 */

/** Servers of all sides that are asked in turns, one at a time. */
export class Contest {
  #order = [...SIDES]

  /**
   * @param {Record<Side, { server: Server, load: Load }>} contestants
   * @param {boolean} shimInPlace whether the shim has replaced anything: there are versions of Node where it does not
   */
  constructor(contestants, shimInPlace) {
    this.contestants = contestants
    this.shimInPlace = shimInPlace
  }

  /**
   * Starts the servers.
   *
   * @param {string} node the Node binary
   * @param {{ agent: import('./agents/start-agent.js').Agent, stores: number }} plan
   */
  static async start(node, plan) {
    const servers = {
      node: new Server(node, [], plan),
      tracescope: new Server(node, ['--import', 'tracescope/register'], plan),
      unwatched: new Server(node, [], { ...plan, agent: null })
    }
    try {
      const entries = Object.entries(servers).map(async ([side, server]) => {
        const { origin } = await server.ready
        return [side, { server, load: new Load(origin) }]
      })
      const contestants = Object.fromEntries(await Promise.all(entries))
      const [stock, shimmed] = await Promise.all([servers.node.ready, servers.tracescope.ready])
      return new Contest(contestants, shimmed.traceSync !== stock.traceSync)
    } catch (error) {
      for (const server of Object.values(servers)) server.stop()
      throw error
    }
  }

  /**
   * Has each side answer requests: in one round after the other in the opposite order, so that the two that are compared are
   * always next to each other, and each of them as often the first.
   *
   * @param {number} requests
   * @returns {Promise<Record<Side, Taken>>}
   */
  async round(requests) {
    /** @type {Partial<Record<Side, Taken>>} */
    const taken = {}
    for (const side of this.#order.reverse()) {
      const { server, load } = this.contestants[side]
      await server.begin()
      const made = await load.make(requests)
      taken[side] = { requests, ...made, used: await server.end() }
    }
    return /** @type {Record<Side, Taken>} */ (taken)
  }

  /** Ends the servers. */
  async end() {
    for (const { server, load } of Object.values(this.contestants)) {
      await load.close()
      server.stop()
    }
  }
}
