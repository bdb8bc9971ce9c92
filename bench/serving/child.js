// Serves the application, and measures itself while it is told to; see server.js.
import { tracingChannel } from 'node:diagnostics_channel'
import { PerformanceObserver, performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { bytesOfNewObjects } from '../counting/bytes.js'
import { answerOrders, readPlan } from '../shared/answer-orders.js'
import { startAgent } from './agents/start-agent.js'
import { endedSpans } from './agents/watch.js'
import { createApplication } from './application.js'
import { countWays } from './count-ways.js'
import { Profiler } from './profiler.js'

const { agent, stores, keepsSpans } = readPlan()

const spans = []
/** @type {import('./agents/start-agent.js').Keep} */
const keep = ({ name, id, parent, attributes }) => spans.push({ name, id, parent, attributes })
if (agent) startAgent(agent, stores, keepsSpans ? keep : undefined)

let pause = 0
let collections = 0
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
/** A collection is told of in a later turn. */
const collectionsUntilNow = async () => {
  await setTimeout(1)
  addPauses(observer.takeRecords())
  return collections
}
let before = counters()
let bytesBefore = 0
let collectionsBefore = 0
let profiler
let takeWays

/** What is answered to each order. */
const ORDERS = {
  begin() {
    before = counters()
  },
  /** What it took since `begin`. */
  end() {
    const after = counters()
    return {
      cpuMicroseconds: after.cpu.user - before.cpu.user + after.cpu.system - before.cpu.system,
      gcMilliseconds: after.pause - before.pause,
      traces: after.spans - before.spans,
      utilization: performance.eventLoopUtilization(after.loop, before.loop).utilization
    }
  },
  /** Those that have ended since it was last asked. */
  spans: () => spans.splice(0),
  /** It has to be started with the flags of counting/bytes.js. */
  async allocate() {
    if (typeof gc === 'function') gc()
    collectionsBefore = await collectionsUntilNow()
    bytesBefore = bytesOfNewObjects()
  },
  /** How many bytes it has allocated since, or `null` if V8 has collected meanwhile. */
  async allocated() {
    const bytes = bytesOfNewObjects() - bytesBefore
    return { bytes: await collectionsUntilNow() === collectionsBefore ? bytes : null }
  },
  profile: () => (profiler ??= new Profiler()).start(),
  /** Where its time went. */
  profiled: () => profiler?.stop(),
  count() {
    takeWays ??= countWays()
    takeWays()
  },
  /** Which way calls went that enter stores. */
  counted: () => takeWays?.()
}

const app = await createApplication()
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address()
const { traceSync } = tracingChannel('bench')
answerOrders((order) => ORDERS[order](), { origin: `http://127.0.0.1:${port}`, traceSync: String(traceSync) })
