// @ts-check
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * The pages that have places for figures: the README and those of docs/.
 *
 * @param {string} [folder] of the package
 * @returns {string[]} their paths within the package, the README first
 */
export function documentedPages(folder = root) {
  return ['README.md', ...readdirSync(join(folder, 'docs')).filter((name) => name.endsWith('.md')).sort().map((name) => `docs/${name}`)]
}

/** @param {string} page @returns {string} where it is on this machine */
export const pathOfPage = (page) => join(root, page)
