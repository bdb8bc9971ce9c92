// @ts-check
// Serves the application, and measures itself while it is told to; see server.js.
import { tracingChannel } from 'node:diagnostics_channel'
import { PerformanceObserver, performance } from 'node:perf_hooks'
import { bytesOfNewObjects } from '../counting/bytes.js'
import { startAgent } from './agents/start-agent.js'
import { endedSpans } from './agents/watch.js'
import { createApplication } from './application.js'
import { countWays, Profiler } from './ways.js'

/** @type {import('./server.js').Plan} */
const { agent, stores, keepsSpans } = JSON.parse(process.argv[2])

/** @type {import('./agents/start-agent.js').EndedSpan[]} */
const spans = []
/** @type {import('./agents/start-agent.js').Keep} */
const keep = ({ name, id, parent, attributes }) => spans.push({ name, id, parent, attributes })
if (agent) startAgent(agent, stores, keepsSpans ? keep : undefined)

let pause = 0
let collections = 0
/** @param {PerformanceEntry[]} entries */
const addPauses = (entries) => {
  collections += entries.length
  for (const { duration } of entries) pause += duration
}
const observer = new PerformanceObserver((list) => addPauses(list.getEntries()))
observer.observe({ entryTypes: ['gc'] })

const counters = () => {
  addPauses(observer.takeRecords())
  return { cpu: process.cpuUsage(), pause, spans: endedSpans(), loop: performance.eventLoopUtilization() }
}
let before = counters()
let bytesBefore = 0
let collectionsBefore = 0
/** @type {Profiler | undefined} */
let profiler
/** @type {(() => import('./ways.js').Ways) | undefined} */
let takeWays

/** What is answered to each order. @type {Record<import('./server.js').Order, () => unknown>} */
const ORDERS = {
  begin() {
    before = counters()
  },
  end() {
    const after = counters()
    return {
      cpuMicroseconds: after.cpu.user - before.cpu.user + after.cpu.system - before.cpu.system,
      gcMilliseconds: after.pause - before.pause,
      traces: after.spans - before.spans,
      utilization: performance.eventLoopUtilization(after.loop, before.loop).utilization
    }
  },
  spans: () => spans.splice(0),
  async allocate() {
    if (typeof gc === 'function') gc()
    // It is told of in a later turn.
    await new Promise((resolve) => { setTimeout(resolve, 1) })
    addPauses(observer.takeRecords())
    collectionsBefore = collections
    bytesBefore = bytesOfNewObjects()
  },
  async allocated() {
    const bytes = bytesOfNewObjects() - bytesBefore
    await new Promise((resolve) => { setTimeout(resolve, 1) })
    addPauses(observer.takeRecords())
    return { bytes: collections === collectionsBefore ? bytes : null }
  },
  profile: () => (profiler ??= new Profiler()).start(),
  profiled: () => profiler?.stop(),
  count() {
    takeWays ??= countWays()
    takeWays()
  },
  counted: () => takeWays?.()
}

process.on('message', async (/** @type {import('./server.js').Order} */ order) => {
  process.send?.(await ORDERS[order]() ?? 'done')
})
process.once('disconnect', () => process.exit())

const app = await createApplication()
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address()
process.send?.({ origin: `http://127.0.0.1:${port}`, traceSync: String(tracingChannel('bench').traceSync) })
