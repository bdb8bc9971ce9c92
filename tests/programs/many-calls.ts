import { AsyncLocalStorage } from 'node:async_hooks'
import { channel, tracingChannel } from 'node:diagnostics_channel'

// Traces, publishes and asks for stores until it has taken so many seconds of CPU time, then prints what can be seen of
// the process: `many-calls 3`.

const seconds = Number(process.argv[2])

const storage = new AsyncLocalStorage<unknown>()
const traced = tracingChannel<any>('traced')
traced.start.bindStore(storage)
traced.subscribe({ end() {} } as never)
const published = channel('published')
let heard = 0
published.subscribe(() => { heard++ })

function turn(): void {
  for (let i = 0; i < 500; i++) {
    traced.traceSync(() => storage.getStore(), {})
    storage.run(i, () => storage.getStore())
    for (let j = 0; j < 10; j++) {
      published.publish(i)
      storage.getStore()
    }
  }
  const { user, system } = process.cpuUsage()
  if (user + system < seconds * 1e6) return void setImmediate(turn)
  process.stdout.write(JSON.stringify({ resources: process.getActiveResourcesInfo(), isHeard: heard > 0 }))
}

turn()
