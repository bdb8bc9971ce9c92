import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { Transcript } from '../../support/transcript.js'
import { LIBRARIES } from '../libraries/index.js'
import { listen } from '../libraries/listen.js'
import { handOver } from './result.js'

// Uses one of the libraries with a listener on its channels: `use-library pino result.json`.

const [name = '', file = ''] = process.argv.slice(2)

const { channels, use } = LIBRARIES[name]!
const transcript = new Transcript()

handOver(file, transcript.lines, async () => {
  const store = new AsyncLocalStorage<any>()
  process.on('uncaughtException', (error) => transcript.add('uncaught', error, 'store', store.getStore()))
  process.on('warning', ({ name, message }) => transcript.add('warning', name, message))
  for (const channel of channels) listen(channel, store, transcript)
  failOnce(channels[0]!)
  await use({ transcript, store, load: (name) => import(name) })
  await new Promise((resolve) => setImmediate(resolve))
  transcript.add('afterwards', 'store', store.getStore())
})

/** A subscriber that throws is to surface as an uncaught exception, and to keep nobody else from anything. */
function failOnce(name: string): void {
  const traced: any = tracingChannel(name)
  const fail = (): never => {
    traced.start.unsubscribe(fail)
    throw new Error('from a subscriber')
  }
  traced.start.subscribe(fail)
}
