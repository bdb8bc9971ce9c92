import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { runInJest } from './jest.js'
import type { Mode } from '../support/implementation.js'
import { newFolder, NODE, packageFolder, runFile, type Runner, RUNNERS } from './places.js'
import { bundleWorker, COMPATIBILITY_DATES, startWorker } from './workerd.js'

export type Transcripts = Record<string, string[]>

const programs = join(packageFolder, 'tests', 'hosts', 'programs')

/** The transcripts of stock Node 26.10. */
export const recorded: Transcripts =
  JSON.parse(readFileSync(join(packageFolder, 'tests', 'scenarios', 'node-26.10.json'), 'utf8'))

const names = Object.keys(recorded)
const folder = newFolder('scenarios')

const options: BuildOptions = {
  bundle: true, keepNames: true, ignoreAnnotations: true, target: 'es2022', logLevel: 'warning', external: ['node:*'],
  absWorkingDir: packageFolder
}

/** What a bundle has of the package: what Node takes, or what edges do. Nitro names all of these at once. */
const CONDITIONS = { node: ['node'], edge: ['workerd', 'worker', 'browser', 'edge-light', 'deno'] }

/** By an entry in the bundle, or by what the host takes of the package by itself. */
export async function inProcess(
  runner: Runner, entry: keyof typeof CONDITIONS | 'hosts', mode: Mode = 'api'
): Promise<Transcripts> {
  const outfile = join(folder, `${entry}.mjs`)
  const resolved = entry === 'hosts' ? { external: ['node:*', 'tracescope'] } : { conditions: CONDITIONS[entry] }
  await build({
    ...options, entryPoints: [join(programs, 'scenarios-in-process.ts')], outfile, format: 'esm', ...resolved
  })
  const { stdout, stderr } = runFile(runner, outfile, mode, ...names)
  try {
    return JSON.parse(stdout.trim().split('\n').at(-1)!)
  } catch {
    throw new Error(`no transcripts\n${stdout.slice(-1000)}\n${stderr}`)
  }
}

async function inWorkerd(date: string): Promise<Transcripts> {
  const file = join(folder, 'worker.js')
  await bundleWorker(join(programs, 'scenarios-in-worker.ts'), file)
  const worker = await startWorker({ file }, date)
  try {
    const transcripts: Transcripts = {}
    // A request for each: what is entered for good goes on within a request.
    for (const name of names) {
      const response = await fetch(worker.address, { method: 'POST', body: JSON.stringify([name]) })
      Object.assign(transcripts, await response.json())
    }
    return transcripts
  } finally {
    await worker.stop()
  }
}

const inJest = (): Promise<Transcripts> =>
  runInJest('scenarios', { ...options, entryPoints: [join(programs, 'scenarios-in-jest.ts')] })

/**
 * Who runs the scenarios by the API, by the name of the host and of the entry that it takes; or by the host's own
 * channels with the shim.
 */
export const HOSTS: Readonly<Record<string, () => Promise<Transcripts>>> = {
  ...Object.fromEntries(Object.entries(RUNNERS).map(([name, runner]) => [name, () => inProcess(runner, 'node')])),
  ...Object.fromEntries(Object.entries(RUNNERS).map(([name, runner]) =>
    [`${name}, node26 installed`, () => inProcess(runner, 'hosts', 'node26')])),
  'Node 26.10, live part': () => inProcess(NODE, 'edge'),
  ...Object.fromEntries(Object.entries(RUNNERS).map(([name, runner]) =>
    [`${name}, live part`, () => inProcess(runner, 'edge')])),
  ...Object.fromEntries(COMPATIBILITY_DATES.map((date) => [`workerd ${date}, live part`, () => inWorkerd(date)])),
  // Jest names node for what is required, besides the condition of jsdom.
  'Jest jsdom on Node 26.10': inJest
}
