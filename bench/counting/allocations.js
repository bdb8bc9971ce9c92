import { Session } from 'node:inspector'
import { CALLS, FEWER, MORE, settle, WARM_UP, WITHOUT_OPTIMISER } from './windows.js'

export const flags = WITHOUT_OPTIMISER

/**
 * Where something was allocated.
 *
 * @typedef {{ function: string, script: string, line: number, allocations: number, bytes: number }} Site
 */

/** Less than this for each call is not of the call, but of the event loop and the profiler. */
const ONCE_IN_A_WHILE = 0.1

/**
 * Counts allocations by the heap profiler, in Node's internals too.
 *
 * @param {import('../calls/prepare-calls.js').Loop} loop
 * @returns {Promise<{ allocationsPerCall: number, sites: Site[] }>} the sites with their allocations and bytes per call
 */
export async function measure(loop) {
  const session = new Session()
  session.connect()
  await settle(loop, WARM_UP)
  const fewer = await track(session, loop, FEWER)
  const more = await track(session, loop, MORE)
  const sites = []
  for (const [key, site] of more) {
    const { allocations = 0, bytes = 0 } = fewer.get(key) ?? {}
    const difference = { allocations: (site.allocations - allocations) / CALLS, bytes: (site.bytes - bytes) / CALLS }
    if (difference.allocations >= ONCE_IN_A_WHILE) sites.push({ ...site, ...difference })
  }
  sites.sort((a, b) => b.bytes - a.bytes)
  return {
    allocationsPerCall: Math.round(sites.reduce((sum, { allocations }) => sum + allocations, 0) * 10) / 10, sites
  }
}

async function track(session, loop, times) {
  let snapshot = ''
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ params }) => { snapshot += params.chunk })
  session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: true })
  await settle(loop, times)
  session.post('HeapProfiler.stopTrackingHeapObjects')
  session.removeAllListeners('HeapProfiler.addHeapSnapshotChunk')
  return sitesOf(parse(snapshot))
}

/** Without the objects and what they refer to, which are most of a snapshot and come before what is read of it. */
function parse(snapshot) {
  const objects = snapshot.indexOf('"nodes":[')
  const rest = snapshot.indexOf('"trace_function_infos":[')
  return JSON.parse(snapshot.slice(0, objects) + snapshot.slice(rest))
}

/** The allocations of each function, added up over the tree of calls that led to it. */
function sitesOf({ snapshot: { meta }, strings, trace_function_infos: infos, trace_tree: tree }) {
  const nodeFields = meta.trace_node_fields
  const infoFields = meta.trace_function_info_fields
  const fieldsOf = (fields, ...names) => names.map((name) => fields.indexOf(name))
  const [infoIndex, count, size, children] = fieldsOf(nodeFields, 'function_info_index', 'count', 'size', 'children')
  const [functionName, script, line] = fieldsOf(infoFields, 'name', 'script_name', 'line')
  /** @type {Map<string, Site>} */
  const sites = new Map()
  walk(tree)
  return sites

  function walk(nodes) {
    for (let i = 0; i < nodes.length; i += nodeFields.length) {
      const info = nodes[i + infoIndex] * infoFields.length
      const [name, file] = [functionName, script].map((field) => strings[infos[info + field]])
      const where = { function: name, script: file, line: infos[info + line] + 1 }
      // The profiler's own doing, and all that it calls.
      if (where.script === 'node:inspector') continue
      const key = `${where.function} ${where.script}:${where.line}`
      const site = sites.get(key) ?? { ...where, allocations: 0, bytes: 0 }
      sites.set(key, site)
      site.allocations += nodes[i + count]
      site.bytes += nodes[i + size]
      walk(nodes[i + children])
    }
  }
}
