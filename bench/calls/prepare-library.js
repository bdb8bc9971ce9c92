// @ts-check
import { tracingChannel } from 'node:diagnostics_channel'
import * as loops from './loop.js'
import { Storages } from './storages.js'
import { subscribeTo } from './subscribe.js'

/** The module of each library whose calls are measured. */
const MODULES = {
  pino: './pino-line.js',
  'lru-cache': './lru-fetch.js'
}

/** @typedef {keyof typeof MODULES} Library */

export const LIBRARIES = /** @type {Library[]} */ (Object.keys(MODULES))

/**
 * Prepares calls of a library whose tracing channel has subscribers and bound stores.
 *
 * @param {{ library: Library, stores: number, transforms?: boolean }} conditions
 * @param {'node' | 'tracescope'} implementation tracescope: with the shim preloaded
 * @returns {Promise<import('./prepare-calls.js').Loop>}
 */
export async function prepareLibrary({ library, stores, transforms }, implementation) {
  if (implementation === 'tracescope') await import('tracescope/register')
  const { channel, events, loop, prepare } = await import(MODULES[library])
  const tracing = tracingChannel(channel)
  subscribeTo(tracing, events)
  new Storages(stores, transforms).bindTo(tracing.start)
  return loops[/** @type {'sumOf' | 'lastOf'} */ (loop)](await prepare())
}
