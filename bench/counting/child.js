// @ts-check
// Counts what one subject takes per call, in one way; see count.js.
import { setTimeout } from 'node:timers/promises'
import { ambient } from '../calls/ambient.js'
import { calibration } from '../calls/calibration.js'
import { sumOf } from '../calls/loop.js'
import { prepareCalls } from '../calls/prepare-calls.js'
import { prepareLibrary } from '../calls/prepare-library.js'

const [way, subject] = process.argv.slice(2)
const { measure } = await import(`./${way}.js`)
const loop = await prepare(JSON.parse(subject))
// What modules and a first call leave to be done later shall not be counted.
await loop(1)
await setTimeout(50)
const counted = await measure(loop)
if (counted !== undefined) process.stdout.write(JSON.stringify(counted))

/** @param {import('./count.js').Subject} subject @returns {Promise<import('../calls/prepare-calls.js').Loop>} */
async function prepare(subject) {
  if ('known' in subject) return sumOf(calibration[subject.known])
  if ('library' in subject) return within(subject.ambient, await prepareLibrary(subject, subject.implementation))
  if (subject.shim) await import('tracescope/register')
  const { [subject.implementation]: loop } = await prepareCalls(subject, [subject.implementation])
  return within(subject.ambient, loop)
}

/** @param {number | undefined} others @param {import('../calls/prepare-calls.js').Loop} loop @returns {import('../calls/prepare-calls.js').Loop} */
function within(others, loop) {
  const inContext = ambient(others ?? 0)
  return (times) => inContext(() => loop(times))
}
