import { listenToProcess } from '../random/parity/process-events.js'
import { handWritten } from '../random/parity/scenarios/index.js'
import { followTurns } from '../random/parity/turns.js'
import { Witness } from '../random/parity/witness.js'
import { implementation, type Mode } from '../support/implementation.js'

// Runs the hand-written scenarios about the host, but for those named, as it is or with the shim installed, and prints
// what they saw as JSON.

const [mode, ...leftOut] = process.argv.slice(2)
implementation(mode as Mode)
const listener = listenToProcess()

async function main(): Promise<void> {
  const transcripts: Record<string, readonly string[]> = {}
  for (const [name, scenario] of Object.entries(handWritten)) {
    if (leftOut.includes(name)) continue
    const witness = listener.witness = new Witness()
    await followTurns(witness, async () => {
      try {
        await scenario(witness)
      } catch (error) {
        witness.add('scenario failed', error)
      }
    })
    transcripts[name] = witness.lines
  }
  process.stdout.write(JSON.stringify(transcripts))
}

void main()
