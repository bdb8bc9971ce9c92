import { createRequire } from 'node:module'

/**
 * `inspect` of node:util, loaded when there is something to show: importing it has the host load streams and
 * worker_threads, too, which is 4 ms of every start.
 */
export function inspect(value: unknown, options?: { readonly depth: number }): string {
  const util: typeof import('node:util') = createRequire(process.execPath)('node:util')
  return util.inspect(value, options)
}
