import { scenarios } from '../scenarios/index.js'
import { implementation, type Mode } from '../support/implementation.js'
import { Transcript } from '../support/transcript.js'

// Runs a part of the scenarios, but for those named, with one implementation, and prints the transcripts as JSON.

const [mode, part, parts, ...leftOut] = process.argv.slice(2)
const all = Object.entries(scenarios)
const border = (part: number): number => Math.round(all.length * part / Number(parts))
const chosen = implementation(mode as Mode)
let transcript = new Transcript()

process.on('uncaughtException', (error, origin) => transcript.add(origin, error))
process.on('unhandledRejection', (error) => transcript.add('unhandledRejection', error))
// What strict mode reports, where it is preloaded, is counted by the matrix.
process.on('warning', ({ name, message }) => { if (name !== 'TracescopeWarning') transcript.add('warning', name, message) })

async function main(): Promise<void> {
  const transcripts: Record<string, string[]> = {}
  for (const [name, scenario] of all.slice(border(Number(part)), border(Number(part) + 1))) {
    if (leftOut.includes(name)) continue
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
}

void main()
