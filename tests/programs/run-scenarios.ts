import { implementation, type Mode } from '../support/implementation.js'
import { ScenarioRunner } from '../support/scenario-runner.js'

// Runs the scenarios named with one implementation, and prints the transcripts as JSON.

const [mode, ...names] = process.argv.slice(2)
const runner = new ScenarioRunner(implementation(mode as Mode))

process.on('uncaughtException', (error, origin) => runner.transcript.add(origin, error))
process.on('unhandledRejection', (error) => runner.transcript.add('unhandledRejection', error))
// What strict mode reports, where it is preloaded, is counted by the matrix.
process.on('warning', ({ name, message }) => {
  if (name !== 'TracescopeWarning') runner.transcript.add('warning', name, message)
})

async function main(): Promise<void> {
  // The first one begins in a promise job as the others do.
  await new Promise((resolve) => setTimeout(resolve))
  process.stdout.write(JSON.stringify(await runner.run(names)))
}

void main()
