// @ts-check
import { requireAgent } from '../packages.js'
import { DATABASE_CHANNELS } from './instrumentations.js'
import { watch } from './watch.js'

/**
 * Datadog's tracer as it is: it sends its spans to the receiver whose address is in the environment. For the database client it
 * has its own storage bound, as its plugins bind it.
 */
export function startDatadog() {
  const tracer = requireAgent('dd-trace').init({ startupLogs: false })
  const storage = requireAgent('dd-trace/packages/datadog-core').storage('legacy')
  watch({
    storage,
    open(name, attributes) {
      const outer = storage.getStore()
      return { ...outer, span: tracer.startSpan(name, { childOf: outer?.span, tags: attributes }) }
    },
    close({ span }, attributes, error) {
      span.addTags(error === undefined ? attributes : { error })
      span.finish()
    }
  }, 1, DATABASE_CHANNELS)
}
