import { AsyncLocalStorage } from 'node:async_hooks'
import type { TracingChannel } from 'node:diagnostics_channel'
import type { Agent } from './agent.js'
import { bindSpans } from './bind-spans.js'

/**
 * An agent that is nothing but an AsyncLocalStorage with the names of its spans, on tracing channels got from someone.
 */
export function plainAgent(tracingChannel: (name: string) => TracingChannel<any>): Agent {
  const storage = new AsyncLocalStorage<string>()
  const lines: string[] = []
  const pathTo = (name: string): string => storage.getStore() === undefined ? name : `${storage.getStore()} > ${name}`
  return {
    trace(name) {
      bindSpans(tracingChannel(name), storage, (message) => {
        const store = pathTo(name)
        const keys = Object.keys(message)
        return { store, close: (error) => lines.push(`span ${store} ${keys} ${error}`) }
      })
    },
    within: (name, fn) => storage.run(pathTo(name), fn),
    active: () => storage.getStore(),
    finish: async () => lines
  }
}
