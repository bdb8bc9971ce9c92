import { scenarios } from '../../scenarios/index.js'
import { implementation } from '../../support/implementation.js'
import { Transcript } from '../../support/transcript.js'

// Runs the scenarios that a request names by the API, in a worker, and gives the transcripts. Like `programs/run-scenarios.ts`.

declare const addEventListener: (type: string, listener: (event: any) => void) => void
declare const Response: { json(value: unknown): unknown }

const chosen = implementation('api')
let transcript = new Transcript()

// What surfaces is told at once here, and on the next tick there.
addEventListener('error', (event) => {
  event.preventDefault()
  queueMicrotask(() => transcript.add('uncaughtException', event.error))
})
addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  transcript.add('unhandledRejection', event.reason)
})
const { warn } = console
console.warn = (...args: unknown[]) => {
  const [, text] = /^Warning: (.*)$/.exec(String(args[0])) ?? []
  if (text === undefined) warn(...args)
  else queueMicrotask(() => transcript.add('warning', 'Warning', text))
}
if (typeof process.emitWarning === 'function') {
  process.emitWarning = (text: string | Error) => { queueMicrotask(() => transcript.add('warning', 'Warning', text)) }
}

async function run(names: readonly string[]): Promise<Record<string, string[]>> {
  const transcripts: Record<string, string[]> = {}
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
  return transcripts
}

export default {
  async fetch(request: { json(): Promise<string[]> }): Promise<unknown> {
    return Response.json(await run(await request.json()))
  }
}
