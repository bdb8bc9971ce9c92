// Counts what one subject takes per call, in one way; see count.js.
import { setTimeout } from 'node:timers/promises'
import { ambient } from '../calls/ambient.js'
import { calibration } from '../calls/calibration.js'
import { prepareLibrary } from '../calls/libraries.js'
import { sumOf } from '../calls/loop.js'
import { prepareCalls } from '../calls/prepare-calls.js'

const [way, subject] = process.argv.slice(2)
const { measure } = await import(`./${way}.js`)
const loop = await prepare(JSON.parse(subject))
// What modules and a first call leave to be done later shall not be counted.
await loop(1)
await setTimeout(50)
const counted = await measure(loop)
if (counted !== undefined) process.stdout.write(JSON.stringify(counted))

/** @param {any} subject @returns {Promise<import('../calls/prepare-calls.js').Loop>} */
async function prepare(subject) {
  const { known, library, shim } = subject
  /** @type {import('../calls/prepare-calls.js').Implementation} */
  const implementation = subject.implementation
  if (known) return sumOf(calibration[known])
  const within = ambient(subject.ambient ?? 0)
  if (library) {
    const loop = await prepareLibrary(subject, implementation)
    return (times) => within(() => loop(times))
  }
  if (shim) await import('tracescope/register')
  const { [implementation]: loop } = await prepareCalls(subject, [implementation])
  return (times) => within(() => loop(times))
}
