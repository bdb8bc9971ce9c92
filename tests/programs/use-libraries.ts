import { AsyncLocalStorage } from 'node:async_hooks'
import { LIBRARIES } from '../real/libraries/index.js'
import { listen } from '../real/libraries/listen.js'
import { Transcript } from '../support/transcript.js'

// Uses libraries that publish on tracing channels of their own, as an application under an agent would: `use-libraries
// import` or `use-libraries require`. Prints what subscribers and stores saw, and whether the shim is installed.

const load = process.argv[2] === 'import' ? (name: string) => import(name) : async (name: string) => require(name)

async function main(): Promise<void> {
  const seen: Record<string, string[]> = {}
  for (const name of ['pino', 'lru-cache', 'graphql']) {
    const { channels, use } = LIBRARIES[name]!
    const store = new AsyncLocalStorage<any>()
    const transcript = new Transcript()
    for (const channel of channels) listen(channel, store, transcript)
    await use({ transcript, store, load })
    seen[name] = transcript.lines
  }
  const installed = Symbol.for('tracescope.installation') in globalThis
  process.stdout.write(JSON.stringify({ installed, seen }))
}

void main()
