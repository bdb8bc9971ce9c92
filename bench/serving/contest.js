// @ts-check
import { once } from 'node:events'
import { createServer } from 'node:http'
import { Load } from './load.js'
import { Server } from './server.js'

/**
 * Those that are compared, watched by the agent on Node as it is, with the shim, and with the shim and `storages`; and the same server
 * without an agent: what it takes that has nothing to do with tracing.
 *
 * @typedef {'node' | 'tracescope' | 'storages' | 'unwatched'} Side
 */

const SHIM = ['--import', 'tracescope/register']

/** How each is started. @type {Record<Side, { flags: string[], environment?: Record<string, string>, isUnwatched?: boolean }>} */
const HOW = {
  node: { flags: [] },
  tracescope: { flags: SHIM },
  storages: { flags: SHIM, environment: { TRACESCOPE_STORAGES: '1' } },
  unwatched: { flags: [], isUnwatched: true }
}

const SIDES = /** @type {Side[]} */ (Object.keys(HOW))

/** Those that an agent watches. @typedef {Exclude<Side, 'unwatched'>} WatchedSide */

export const WATCHED_SIDES = /** @type {WatchedSide[]} */ (SIDES.filter((side) => !HOW[side].isUnwatched))

/**
 * What a contest is about: an agent in a Node.
 *
 * @typedef {{ node: string, agent: import('./agents/start-agent.js').Agent, stores: number, environment: Record<string, string> }} Subject
 */

/** Starts the server of a side. @param {Side} side @param {Subject} subject @param {string[]} [flags] */
export function startServer(side, { node, agent, stores, environment }, flags = []) {
  const { flags: own, environment: ownEnvironment, isUnwatched } = HOW[side]
  return new Server(node, [...flags, ...own], { agent: isUnwatched ? null : agent, stores }, { ...environment, ...ownEnvironment })
}

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

  /** Starts the servers. @param {Subject} subject */
  static async start(subject) {
    const servers = /** @type {Record<Side, Server>} */ (Object.fromEntries(SIDES.map((side) => [side, startServer(side, subject)])))
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
   * Has each side answer requests: in one round after the other in the opposite order, so that each of two that are next to each
   * other is as often the first.
   *
   * @param {number} requests
   * @returns {Promise<Record<Side, Taken>>}
   */
  async round(requests) {
    /** @type {Partial<Record<Side, Taken>>} */
    const taken = {}
    for (const side of this.#order.reverse()) {
      const { server, load } = this.contestants[side]
      await server.ask('begin')
      const made = await load.make(requests)
      taken[side] = { requests, ...made, used: await server.ask('end') }
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

/**
 * Starts what stands where Datadog's agent would: it takes whatever it is sent, and drops it.
 *
 * @returns {Promise<{ environment: Record<string, string>, stop(): void }>} `environment` has the tracer of a process send to it, and to
 *   nobody else
 */
export async function startReceiver() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.setHeader('content-type', 'application/json').end('{"rate_by_service":{}}'))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    environment: {
      DD_TRACE_AGENT_URL: `http://127.0.0.1:${port}`,
      DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
      DD_REMOTE_CONFIGURATION_ENABLED: 'false',
      // OpenTelemetry has more to send than spans.
      OTEL_METRICS_EXPORTER: 'none',
      OTEL_LOGS_EXPORTER: 'none'
    },
    stop() {
      server.closeAllConnections()
      server.close()
    }
  }
}
