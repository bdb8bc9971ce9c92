// @ts-check
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheFolder, installInto } from '../packages.js'

const CACHE = 'charts'

/** Vega and Vega-Lite, installed if they are not there. */
export async function chartPackages() {
  installInto(CACHE, new URL('packages', import.meta.url))
  const { resolve } = createRequire(join(cacheFolder(CACHE), 'package.json'))
  const [vega, vegaLite] = await Promise.all(['vega', 'vega-lite'].map((name) => import(pathToFileURL(resolve(name)).href)))
  return { vega, vegaLite }
}
