// @ts-check
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { buildHash, machine } from './conditions.js'
import { PARTS } from './parts.js'

/**
 * One bench on one Node.
 *
 * @typedef {{ part: import('./parts.js').PartName, binary: import('../terminal/command-line.js').NodeBinary, quick: boolean }} Task
 */

/**
 * Whether a result is what measuring again would give: of the same version of Node, machine and build of the library, and
 * of no less effort.
 *
 * @param {import('./results.js').Result | undefined} result
 * @param {Task} task
 */
export function isStillTrue(result, { binary, quick }) {
  return result !== undefined && result.node === binary.node && result.v8 === binary.v8 && result.build === buildHash() &&
    JSON.stringify(result.machine) === JSON.stringify(machine()) && (quick || result.effort === 'default')
}

/**
 * Runs a bench; its progress is shown as it goes.
 *
 * @param {Task} task
 * @returns {Promise<import('./results.js').Result>}
 */
export async function measure({ part, binary, quick }) {
  const { script, quick: quickly, once, method } = PARTS[part]
  const options = quick ? quickly : []
  const build = buildHash()
  const started = new Date()
  const measured = JSON.parse(await outputOf([pathOf(script), ...options, '--json', ...once ? [] : ['--node', binary.path]]))
  return {
    bench: part,
    node: binary.node,
    v8: binary.v8,
    machine: machine(),
    date: started.toISOString(),
    seconds: Math.round((Date.now() - started.getTime()) / 1000),
    effort: options.length ? 'quick' : 'default',
    build,
    command: ['node', `bench/${script}`, ...options].join(' '),
    method,
    measured
  }
}

/** @param {string} script */
function pathOf(script) {
  return fileURLToPath(new URL(`../${script}`, import.meta.url))
}

/** Ends with this process, which may be interrupted. @type {import('node:child_process').ChildProcess | undefined} */
let running
process.on('exit', () => running?.kill())

/** @param {string[]} args @returns {Promise<string>} */
function outputOf(args) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  running = child
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (chunk) => { output += chunk })
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) => code === 0 ? resolve(output) : reject(new Error(`${args.join(' ')} ended with ${signal ?? `code ${code}`}`)))
  })
}
