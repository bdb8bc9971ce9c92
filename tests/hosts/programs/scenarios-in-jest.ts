import { writeFileSync } from 'node:fs'
import { scenarios } from '../../scenarios/index.js'
import { implementation } from '../../support/implementation.js'
import { ScenarioRunner } from '../../support/scenario-runner.js'

// Runs all scenarios by the API in a test of Jest, whose environment is a page of jsdom, and writes the transcripts to
// a file.

declare const test: (name: string, fn: () => Promise<void>, timeout: number) => void
declare const process: NodeJS.Process & { readonly env: { readonly OUTPUT: string } }
const { addEventListener } = globalThis as unknown as {
  addEventListener: (type: string, listener: (event: any) => void) => void
}

const runner = new ScenarioRunner(implementation('api'))

test('the scenarios', async () => {
  // Those that Jest has put there would have the test fail.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) process.removeAllListeners(event)
  process.on('uncaughtException', (error, origin) => runner.transcript.add(origin, error))
  process.on('unhandledRejection', (error) => runner.transcript.add('unhandledRejection', error))
  process.on('warning', ({ name, message }) => runner.transcript.add('warning', name, message))
  addEventListener('error', (event) => {
    event.preventDefault()
    runner.transcript.add('uncaughtException', event.error)
  })
  writeFileSync(process.env.OUTPUT, JSON.stringify(await runner.run(Object.keys(scenarios))))
}, 100_000)
