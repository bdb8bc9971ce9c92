import { writeFileSync } from 'node:fs'
import { scenarios } from '../../scenarios/index.js'
import { implementation } from '../../support/implementation.js'
import { Transcript } from '../../support/transcript.js'

// Runs all scenarios by the API in a test of Jest, whose environment is a page of jsdom, and writes the transcripts to a file.

declare const test: (name: string, fn: () => Promise<void>, timeout: number) => void
declare const process: NodeJS.Process & { readonly env: { readonly TRANSCRIPTS: string } }
const { addEventListener } = globalThis as unknown as { addEventListener: (type: string, listener: (event: any) => void) => void }

let transcript = new Transcript()

test('the scenarios', async () => {
  // Those that Jest has put there would have the test fail.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.removeAllListeners(event)
  process.on('uncaughtException', (error, origin) => transcript.add(origin, error))
  process.on('unhandledRejection', (error) => transcript.add('unhandledRejection', error))
  process.on('warning', ({ name, message }) => transcript.add('warning', name, message))
  addEventListener('error', (event) => {
    event.preventDefault()
    transcript.add('uncaughtException', event.error)
  })
  const chosen = implementation('api')
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
  writeFileSync(process.env.TRANSCRIPTS, JSON.stringify(transcripts))
}, 100_000)
