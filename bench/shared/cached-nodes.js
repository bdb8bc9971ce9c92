import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const cache = fileURLToPath(new URL('../../.cache/hosts', import.meta.url))

/** Where `npm run test:matrix` installs a version of Node. @param {string} version */
export const cachedNode = (version) => `${cache}/node-${version}/node_modules/.bin/node`

/** @param {string} version */
export const majorOf = (version) => Number(version.split('.')[0])

/**
 * The newest of each release line with long-term support that `npm run test:matrix` has installed.
 *
 * @returns {string[] | undefined} the binaries, oldest first, or nothing where there is none
 */
export function cachedNodes() {
  const versions = (existsSync(cache) ? readdirSync(cache) : [])
    .flatMap((folder) => /^node-(\d+\.\d+\.\d+)$/.exec(folder)?.[1] ?? [])
    .filter((version) => majorOf(version) % 2 === 0 && existsSync(cachedNode(version)))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const newest = versions.filter((version, i) => !versions[i + 1] || majorOf(versions[i + 1]) > majorOf(version))
  return newest.length > 0 ? newest.map(cachedNode) : undefined
}
