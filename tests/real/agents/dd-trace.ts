import { tracingChannel } from 'node:diagnostics_channel'
import { provideAgent } from './agent.js'
import { bindSpans } from './bind-spans.js'

// Datadog's tracer with everything it does by default, and its own storage bound to our channels as its plugins bind
// it. What it reports goes to the fake agent of the runner, by DD_TRACE_AGENT_URL.

const tracer: any = require('dd-trace').init({ flushInterval: 0, startupLogs: false })
const storage: any = require('dd-trace/packages/datadog-core').storage('legacy')

provideAgent({
  trace(name) {
    bindSpans(tracingChannel(name), storage, (message) => {
      const outer = storage.getStore()
      const span = tracer.startSpan(name, { childOf: outer?.span, tags: { keys: Object.keys(message).join() } })
      return {
        store: { ...outer, span },
        close(error) {
          if (error !== undefined) span.setTag('error', error)
          span.finish()
        }
      }
    })
  },
  within: (name, fn) => tracer.trace(name, fn),
  active: () => tracer.scope().active()?.context()._name,
  finish: async () => []
})
