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

export const SIDES = /** @type {Side[]} */ (Object.keys(HOW))

/** Those that an agent watches. @typedef {Exclude<Side, 'unwatched'>} WatchedSide */

export const WATCHED_SIDES = /** @type {WatchedSide[]} */ (SIDES.filter((side) => !HOW[side].isUnwatched))

/**
 * What is measured: an agent in a Node.
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

/**
 * Has fresh servers of all sides answer requests in rounds, one side at a time: in one round after the other in the opposite order,
 * so that each of two that are next to each other is as often the first.
 *
 * @param {Subject} subject
 * @param {import('./measure-all.js').Effort} effort
 * @param {() => void} step is called after each round that counts
 * @returns {Promise<{ taken: Record<Side, Taken>[], shimInPlace: boolean }>} there are versions of Node where the shim replaces nothing
 */
export async function makeRounds(subject, { rounds, requests, warmUp }, step) {
  const servers = SIDES.map((side) => startServer(side, subject))
  try {
    const ready = await Promise.all(servers.map((server) => server.ready))
    const contestants = servers.map((server, i) => ({ side: SIDES[i], server, load: new Load(ready[i].origin) }))
    const taken = []
    for (let round = -warmUp; round < rounds; round++) {
      const ofRound = /** @type {Record<Side, Taken>} */ ({})
      for (const { side, server, load } of contestants.reverse()) {
        await server.ask('begin')
        const made = await load.make(requests)
        ofRound[side] = { requests, ...made, used: await server.ask('end') }
      }
      if (round < 0) continue
      taken.push(ofRound)
      step()
    }
    for (const { load } of contestants) await load.close()
    return { taken, shimInPlace: ready[SIDES.indexOf('tracescope')].traceSync !== ready[SIDES.indexOf('node')].traceSync }
  } finally {
    for (const server of servers) server.stop()
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
  // It serves others, and is no reason to go on.
  await once(server.listen(0, '127.0.0.1').unref(), 'listening')
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
