import { scenarios } from '../scenarios/index.js'
import { implementation, type Mode } from './implementation.js'
import { Transcript } from './transcript.js'

// A program of its own: runs every scenario with one implementation, and prints the transcripts as JSON.

const chosen = implementation(process.argv[2] as Mode)
let transcript = new Transcript()

process.on('uncaughtException', (error, origin) => transcript.add(origin, error))
process.on('unhandledRejection', (error) => transcript.add('unhandledRejection', error))
process.on('warning', (warning) => transcript.add('warning', warning.name, warning.message))

const transcripts: Record<string, string[]> = {}
for (const [name, scenario] of Object.entries(scenarios)) {
  transcript = new Transcript()
  try {
    await scenario(chosen, transcript)
  } catch (error) {
    transcript.add('scenario failed', error)
  }
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve))
  transcripts[name] = transcript.lines
}
process.stdout.write(JSON.stringify(transcripts))
