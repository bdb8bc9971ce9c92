import { AsyncLocalStorage } from 'node:async_hooks'
import { preloadedAgent } from '../agents/agent.js'
import { Transcript } from '../../support/transcript.js'
import { LIBRARIES } from '../libraries/index.js'
import { listen } from '../libraries/listen.js'
import { handOver } from './result.js'
import { work } from './work.js'

// An application under the agent that was preloaded: its own work, then the libraries: `work-under-agent result.json`.

const [file = ''] = process.argv.slice(2)
const agent = preloadedAgent()
const transcript = new Transcript()
const saw = (what: string, ...values: unknown[]): void =>
  transcript.add(what, ...values, 'in', agent.active() ?? 'no span')

Error.stackTraceLimit = 100
process.on('uncaughtException', (error) => saw('uncaught', error))
process.on('warning', ({ name, message }) => transcript.add('warning', name, message))

handOver(file, transcript.lines, async () => {
  await work(agent, saw)
  for (const name of Object.keys(LIBRARIES)) {
    if (name !== 'mysql2' || process.env['MARIADB_PORT']) await agent.within(name, () => use(name))
    saw(`after ${name}`)
  }
  transcript.lines.push(...await agent.finish())
})

/** Uses a library with the agent's storage bound to its channels, and another one besides. */
async function use(name: string): Promise<void> {
  const { channels, use } = LIBRARIES[name]!
  const store = new AsyncLocalStorage<any>()
  for (const channel of channels) {
    agent.trace(channel)
    listen(channel, store, transcript)
  }
  saw(`before ${name}`)
  await use({ transcript, store, load: async (name) => require(name) })
  saw(`used ${name}`)
}
