// @ts-check
import { ambient } from '../calls/ambient.js'
import { calibration } from '../calls/calibration.js'
import { sumOf } from '../calls/loop.js'
import { prepareCalls } from '../calls/prepare-calls.js'
import { prepareLibrary } from '../calls/prepare-library.js'

/** @typedef {import('../calls/prepare-calls.js').Implementation} Implementation */
/** @typedef {import('../calls/prepare-library.js').Library} Library */

/**
 * What is counted: calls of an API, of a library, or known ones. With `shim` Node's own API is the shim.
 *
 * @typedef {import('../calls/prepare-calls.js').Conditions & { ambient?: number, implementation: Implementation, shim?: true }} ApiSubject
 * @typedef {{ library: Library, stores: number, transforms?: boolean, ambient?: number, implementation: 'node' | 'tracescope' }} LibrarySubject
 * @typedef {{ known: import('../calls/calibration.js').Known }} KnownSubject
 * @typedef {ApiSubject | LibrarySubject | KnownSubject} Subject
 */

/**
 * @param {Subject} subject
 * @returns {Promise<import('../calls/prepare-calls.js').Loop>}
 */
export async function prepareSubject(subject) {
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
