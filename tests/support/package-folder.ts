import { fileURLToPath } from 'node:url'

/**
 * The package's own folder, where `tracescope` means this package. All tests are built into `.build` in it, at some
 * depth.
 */
export const packageFolder = fileURLToPath(import.meta.url.replace(/\/\.build\/.*$/, '/'))
