import { implementation, type Mode } from '../../support/implementation.js'
import { ScenarioRunner } from '../../support/scenario-runner.js'

// Runs the scenarios named with one implementation, and prints the transcripts as JSON: `programs/run-scenarios.ts`,
// where there may be no permissions, and what surfaces may be an event of the global object.

const [mode, ...names] = process.argv.slice(2)
const runner = new ScenarioRunner(implementation(mode as Mode))
const { addEventListener } = globalThis as { addEventListener?: (type: string, listener: (event: any) => void) => void }

if ('Deno' in globalThis) {
  addEventListener!('error', (event) => {
    event.preventDefault()
    runner.transcript.add('uncaughtException', event.error)
  })
  addEventListener!('unhandledrejection', (event) => {
    event.preventDefault()
    runner.transcript.add('unhandledRejection', event.reason)
  })
} else {
  process.on('uncaughtException', (error, origin) => runner.transcript.add(origin, error))
  process.on('unhandledRejection', (error) => runner.transcript.add('unhandledRejection', error))
}
process.on('warning', ({ name, message }) => runner.transcript.add('warning', name, message))

await new Promise((resolve) => setTimeout(resolve))
console.log(JSON.stringify(await runner.run(names)))
