import { createRequire } from 'node:module'

/**
 * `node:util`, loaded when there is something to show: importing it has the host load streams and worker_threads, too, which is
 * 4 ms of every start.
 */
export function util(): typeof import('node:util') {
  return createRequire(process.execPath)('node:util')
}
