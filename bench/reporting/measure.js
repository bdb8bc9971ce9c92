// @ts-check
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { arch, availableParallelism, cpus, release, type } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { majorOf, PARTS } from './results.js'

/** @typedef {import('./results.js').PartName} PartName */
/** @typedef {{ cpu: string, cores: number, os: string }} Machine */

/**
 * One bench on one Node.
 *
 * @typedef {{ part: PartName, binary: import('../terminal/command-line.js').NodeBinary, quick: boolean }} Task
 */

/** @param {string} path within the package */
const inPackage = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))

/**
 * The newest of each release line with long-term support that `npm run test:matrix` has installed.
 *
 * @returns {string[] | undefined} the binaries, oldest first, or nothing where there is none
 */
export function cachedNodes() {
  const cache = inPackage('.cache/hosts')
  const versions = (existsSync(cache) ? readdirSync(cache) : [])
    .flatMap((folder) => /^node-(\d+\.\d+\.\d+)$/.exec(folder)?.[1] ?? [])
    .filter((version) => majorOf(version) % 2 === 0 && existsSync(binaryOf(version)))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
  const newest = versions.filter((version, i) => !versions[i + 1] || majorOf(versions[i + 1]) > majorOf(version))
  return newest.length > 0 ? newest.map(binaryOf) : undefined
}

/** Where `npm run test:matrix` installs a version of Node. @param {string} version */
export const binaryOf = (version) => inPackage(`.cache/hosts/node-${version}/node_modules/.bin/node`)

/** What kind of machine this is; nothing that tells which. @returns {Machine} */
function machine() {
  const [kernel] = /^\d+\.\d+/.exec(release()) ?? ['']
  return { cpu: cpus()[0]?.model.trim() ?? 'unknown', cores: availableParallelism(), os: `${type()} ${kernel} ${arch()}`.replace('  ', ' ') }
}

/** What tells one build of the library from another: its code, not its types. @param {string} [built] its folder */
export function buildHash(built = inPackage('dist/esm')) {
  const hash = createHash('sha256')
  const files = existsSync(built) ? readdirSync(built).filter((name) => name.endsWith('.js')).sort() : []
  for (const name of files) hash.update(`${name}\n`).update(readFileSync(join(built, name)))
  return hash.digest('hex').slice(0, 16)
}

/**
 * Whether a run gave what another would give: of the same version of Node, machine and build of the library, and of no less effort.
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
export async function measure({ part, binary: { path, node, v8 }, quick }) {
  const { script, quick: quickly, once } = /** @type {import('./results.js').Part} */ (PARTS[part])
  const options = quick ? quickly : []
  const build = buildHash()
  const started = new Date()
  const measured = JSON.parse(await outputOf([inPackage(`bench/${script}`), ...options, '--json', ...once ? [] : ['--node', path]]))
  const { rows, own = [], libraries = [], node: _, v8: __, cpu, cores, date, calibration, ...settings } = measured
  return {
    run: {
      node, v8, machine: machine(), date: started.toISOString(), seconds: Math.round((Date.now() - started.getTime()) / 1000),
      effort: options.length ? 'quick' : 'default', build, command: ['node', `bench/${script}`, ...options].join(' '), settings
    },
    rows: [...rows, ...own, ...libraries]
  }
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
