// @ts-check
import { existsSync, readdirSync } from 'node:fs'
import { cacheFolder } from '../packages.js'

const cache = cacheFolder('hosts')

/**
 * The newest of each release line with long-term support that `npm run test:matrix` has installed.
 *
 * @returns {string[] | undefined} the binaries, oldest first, or nothing where there is none
 */
export function cachedNodes() {
  /** @type {Map<number, { version: string, path: string }>} */
  const newest = new Map()
  for (const folder of existsSync(cache) ? readdirSync(cache) : []) {
    const version = /^node-(\d+\.\d+\.\d+)$/.exec(folder)?.[1]
    const path = `${cache}/${folder}/node_modules/.bin/node`
    if (version === undefined || !existsSync(path)) continue
    const major = majorOf(version)
    const known = newest.get(major)
    const isNewer = known === undefined || version.localeCompare(known.version, 'en', { numeric: true }) > 0
    if (major % 2 === 0 && isNewer) newest.set(major, { version, path })
  }
  if (!newest.size) return undefined
  return [...newest.keys()].sort((a, b) => a - b).map((major) => /** @type {{ path: string }} */ (newest.get(major)).path)
}

/** @param {string} version */
export function majorOf(version) {
  return Number(version.split('.')[0])
}
