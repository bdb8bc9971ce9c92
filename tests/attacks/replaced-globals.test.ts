import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { tracingChannel } from 'tracescope'

// Programs replace globals. What tracescope makes of them it takes when it is loaded.

t.test('Map', async (t) => {
  const storage = new AsyncLocalStorage<{ sql: string }>()
  const channel = tracingChannel<{ sql: string }>('replaced-globals')
  channel.start.bindStore(storage)
  const { Map } = globalThis
  const seen: unknown[] = []
  globalThis.Map = class {} as any
  try {
    channel.traceSync(() => { seen.push(storage.getStore()?.sql) }, { sql: 'SELECT 1' })
  } catch (error) {
    seen.push(error)
  } finally {
    globalThis.Map = Map
  }
  t.same(seen, ['SELECT 1'])
})
