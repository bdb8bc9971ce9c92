import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { buildHash } from '../shared/build-hash.js'
import { machine } from '../shared/machine.js'
import { PARTS } from './parts.js'

/**
 * One bench on one Node or other host.
 *
 * @typedef {{ part: string, binary: import('../shared/command-line.js').NodeBinary, quick: boolean }} Task
 */

/**
 * Whether a run gave what another would give: of the same version of Node, machine and build of the library, and of no
 * less effort.
 *
 * @param {import('./results.js').Run | undefined} run
 * @param {Task} task
 */
export function isStillTrue(run, { binary, quick }) {
  return run !== undefined && run.node === binary.node && run.v8 === binary.v8 && run.build === buildHash() &&
    JSON.stringify(run.machine) === JSON.stringify(machine()) && (quick || run.effort === 'default')
}

/**
 * Runs a bench; its progress is shown as it goes.
 *
 * @param {Task} task
 * @returns {Promise<{ run: import('./results.js').Run, rows: Record<string, any>[] }>}
 */
export async function measure({ part, binary: { path, node, v8, host }, quick }) {
  const { once, ofHosts: bench = part, quick: quickly } = PARTS[part]
  const options = [...host ? ['--host', host] : [], ...quick ? quickly : []]
  const build = buildHash()
  const started = new Date()
  const script = fileURLToPath(new URL(`../${bench}.js`, import.meta.url))
  const args = [script, ...options, '--json', ...once || host ? [] : ['--node', path]]
  const running = promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 })
  running.child.stderr?.pipe(process.stderr)
  process.once('exit', () => running.child.kill())
  const measured = JSON.parse((await running).stdout)
  const { rows, own = [], libraries = [], calibration, node: _, v8: __, machine: ___, date, host: ____, ...settings } =
    measured
  return {
    run: {
      node, v8, machine: machine(), date: started.toISOString(),
      seconds: Math.round((Date.now() - started.getTime()) / 1000),
      effort: quick && quickly.length ? 'quick' : 'default', build,
      command: ['node', `bench/${bench}.js`, ...options].join(' '), settings
    },
    rows: [...rows, ...own, ...libraries]
  }
}
