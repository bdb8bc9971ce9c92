// @ts-check
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { cacheFolder, installInto } from '../packages.js'

const CACHE = 'serving'

/** Installs the server, its load and the OpenTelemetry SDK. */
export function installPackages() {
  installInto(CACHE, new URL('packages', import.meta.url))
}

/** Loads one of them. */
export const requirePackage = createRequire(join(cacheFolder(CACHE), 'package.json'))
