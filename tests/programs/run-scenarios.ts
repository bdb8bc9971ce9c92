import { scenarios } from '../scenarios/index.js'
import { implementation, type Mode } from '../support/implementation.js'
import { Transcript } from '../support/transcript.js'

// Runs the scenarios named with one implementation, and prints the transcripts as JSON.

const [mode, ...names] = process.argv.slice(2)
const chosen = implementation(mode as Mode)
let transcript = new Transcript()

process.on('uncaughtException', (error, origin) => transcript.add(origin, error))
process.on('unhandledRejection', (error) => transcript.add('unhandledRejection', error))
// What strict mode reports, where it is preloaded, is counted by the matrix.
process.on('warning', ({ name, message }) => { if (name !== 'TracescopeWarning') transcript.add('warning', name, message) })

async function main(): Promise<void> {
  const transcripts: Record<string, string[]> = {}
  // The first one begins in a promise job as the others do.
  await new Promise((resolve) => setTimeout(resolve))
  for (const name of names) {
    transcript = new Transcript()
    try {
      await scenarios[name]!(chosen, transcript)
    } catch (error) {
      transcript.add('scenario failed', error)
    }
    for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve))
    transcripts[name] = transcript.lines
  }
  process.stdout.write(JSON.stringify(transcripts))
}

void main()
