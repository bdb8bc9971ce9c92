import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Transcript } from '../../support/transcript.js'
import { TRACED_LIBRARIES } from '../traced/index.js'
import type { Tracing, Use } from '../traced/library.js'
import { Operations } from '../traced/operations.js'
import { handOver } from './result.js'

// Uses a library whose functions are traced, or not: `trace-library knex 'instrumented and watched' result.json`. What
// the library does is the transcript, which is to be the same in each run; what subscribers see is compared with what
// they should.

const [name = '', tracing = '', file = ''] = process.argv.slice(2) as [string, Tracing, string]
const isTraced = tracing !== 'not at all'
const isWatched = isTraced && tracing !== 'instrumented'

const loadTracescope = (): typeof import('tracescope') =>
  createRequire(join(process.cwd(), 'trace-library'))('tracescope')
const tracescope = isTraced ? loadTracescope() : undefined
const transcript = new Transcript()
const operations = new Operations()
const unexpected: string[] = []

const traced: Use['traced'] = (operation, fn, options = {}) => {
  if (tracescope === undefined) return fn
  const channel = tracescope.tracingChannel(`${name}.${operation}`)
  if (isWatched) operations.watch(operation, channel)
  if (tracing !== 'watched by trace' || Object.keys(options).length > 0) return tracescope.instrument(
    channel, fn, options
  ) as typeof fn
  return function (this: unknown, ...args: unknown[]) {
    return channel.trace(fn, undefined, this, ...args)
  } as typeof fn
}

const asText = (value: unknown): string => typeof value === 'string' ? value : JSON.stringify(value) ?? 'nothing'

const step: Use['step'] = async (name, expected, run) => {
  operations.expect(name, expected)
  transcript.add(name)
  try {
    transcript.add('  gave', asText(await run()))
  } catch (error) {
    const { cause } = error as Error
    transcript.add('  threw', error, ...cause === undefined ? [] : ['because', cause])
  }
  // Rejections that nobody handles, and callbacks, come after that.
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}

for (const event of ['unhandledRejection', 'uncaughtException', 'rejectionHandled'] as const) {
  process.on(event, (value: unknown) => transcript.add(`  ${event}`, value instanceof Promise ? 'of a promise' : value))
}
process.on('warning', ({ name, message }) => transcript.add('  warning', name, message))

handOver(file, transcript.lines, async () => {
  await TRACED_LIBRARIES[name]!({
    load: (name) => import(name),
    called: (...parts) => transcript.add('  called', ...parts.map(asText)),
    traced,
    step
  })
  if (isWatched) unexpected.push(...operations.unexpected())
}, unexpected)
