import { scenarios } from '../../scenarios/index.js'
import { implementation } from '../../support/implementation.js'
import { Transcript } from '../../support/transcript.js'

// Runs the scenarios named by the API, and prints the transcripts as JSON: `programs/run-scenarios.ts`, where there may be no
// permissions, and what surfaces may be an event of the global object.

let transcript = new Transcript()
const chosen = implementation('api')
const { addEventListener } = globalThis as { addEventListener?: (type: string, listener: (event: any) => void) => void }

if ('Deno' in globalThis) {
  addEventListener!('error', (event) => {
    event.preventDefault()
    transcript.add('uncaughtException', event.error)
  })
  addEventListener!('unhandledrejection', (event) => {
    event.preventDefault()
    transcript.add('unhandledRejection', event.reason)
  })
} else {
  process.on('uncaughtException', (error, origin) => transcript.add(origin, error))
  process.on('unhandledRejection', (error) => transcript.add('unhandledRejection', error))
}
process.on('warning', ({ name, message }) => transcript.add('warning', name, message))

const transcripts: Record<string, string[]> = {}
await new Promise((resolve) => setTimeout(resolve))
for (const name of process.argv.slice(2)) {
  transcript = new Transcript()
  try {
    await scenarios[name]!(chosen, transcript)
  } catch (error) {
    transcript.add('scenario failed', error)
  }
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve))
  transcripts[name] = transcript.lines
}
console.log(JSON.stringify(transcripts))
