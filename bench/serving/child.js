// @ts-check
// Serves the application, and measures itself while it is told to; see server.js.
import { tracingChannel } from 'node:diagnostics_channel'
import { PerformanceObserver, performance } from 'node:perf_hooks'
import { startAgent } from './agents/start-agent.js'
import { endedSpans } from './agents/watch.js'
import { createApplication } from './application.js'

/** @type {import('./server.js').Plan} */
const { agent, stores, keepsSpans } = JSON.parse(process.argv[2])

/** @type {import('./agents/start-agent.js').EndedSpan[]} */
const spans = []
/** @type {import('./agents/start-agent.js').Keep} */
const keep = ({ name, id, parent, attributes }) => spans.push({ name, id, parent, attributes })
if (agent) startAgent(agent, stores, keepsSpans ? keep : undefined)

let pause = 0
/** @param {PerformanceEntry[]} collections */
const addPauses = (collections) => { for (const { duration } of collections) pause += duration }
const observer = new PerformanceObserver((list) => addPauses(list.getEntries()))
observer.observe({ entryTypes: ['gc'] })

const counters = () => {
  addPauses(observer.takeRecords())
  return { cpu: process.cpuUsage(), pause, spans: endedSpans(), loop: performance.eventLoopUtilization() }
}
let before = counters()

process.on('message', (/** @type {import('./server.js').Order} */ order) => {
  if (order === 'begin') {
    before = counters()
    process.send?.('begun')
  } else if (order === 'end') {
    const after = counters()
    process.send?.({
      cpuMicroseconds: after.cpu.user - before.cpu.user + after.cpu.system - before.cpu.system,
      gcMilliseconds: after.pause - before.pause,
      traces: after.spans - before.spans,
      utilization: performance.eventLoopUtilization(after.loop, before.loop).utilization
    })
  } else {
    process.send?.(spans.splice(0))
  }
})
process.once('disconnect', () => process.exit())

const app = await createApplication()
await app.listen({ host: '127.0.0.1', port: 0 })
const { port } = app.server.address()
process.send?.({ origin: `http://127.0.0.1:${port}`, traceSync: String(tracingChannel('bench').traceSync) })
