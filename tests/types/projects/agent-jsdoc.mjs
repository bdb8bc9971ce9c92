import { AsyncLocalStorage } from 'node:async_hooks'
import { queries, jobs } from 'library/esm'
import { queries as queriesOfCjs } from 'library/cjs'
import { boundedChannel, channel, instrument, tracingChannel, withScope } from 'tracescope'

/** @type {AsyncLocalStorage<{ name: string }>} */
const spans = new AsyncLocalStorage()

for (const each of [queries, queriesOfCjs]) {
  each.start.bindStore(spans, ({ sql }) => ({ name: sql }))
  each.subscribe({ asyncEnd({ result }) { console.log(spans.getStore()?.name, result?.length) } })
}
/** @type {import('tracescope').TracingChannel<{ sql: string }>} */
const ours = tracingChannel(queries)
ours.traceSync((id) => id + 1, { sql: 'SELECT' }, undefined, 5).toFixed()
boundedChannel(jobs).withScope({ id: 5 })[Symbol.dispose]()
withScope(spans, { name: 'job' }).dispose()
channel('job.queued').subscribe(({ id }) => console.log(id))
instrument('job', (/** @type {string} */ sql) => sql.length, { context: ([sql]) => ({ sql: sql.trim() }) })('SELECT')
  .toFixed()
