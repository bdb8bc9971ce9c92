import { implementation } from '../../support/implementation.js'
import { ScenarioRunner } from '../../support/scenario-runner.js'

// Runs the scenarios that a request names by the API, in a worker, and gives the transcripts. Like
// `programs/run-scenarios.ts`.

declare const addEventListener: (type: string, listener: (event: any) => void) => void
declare const Response: { json(value: unknown): unknown }

const runner = new ScenarioRunner(implementation('api'))

// What surfaces is told at once here, and on the next tick there.
addEventListener('error', (event) => {
  event.preventDefault()
  queueMicrotask(() => runner.transcript.add('uncaughtException', event.error))
})
addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  runner.transcript.add('unhandledRejection', event.reason)
})
const { warn } = console
console.warn = (...args: unknown[]) => {
  const [, text] = /^Warning: (.*)$/.exec(String(args[0])) ?? []
  if (text === undefined) warn(...args)
  else queueMicrotask(() => runner.transcript.add('warning', 'Warning', text))
}
if (typeof process.emitWarning === 'function') {
  process.emitWarning = (text: string | Error) => {
    queueMicrotask(() => runner.transcript.add('warning', 'Warning', text))
  }
}

export default {
  async fetch(request: { json(): Promise<string[]> }): Promise<unknown> {
    return Response.json(await runner.run(await request.json()))
  }
}
