import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages as install } from '../support/install-packages.js'
import { hostBinary } from '../matrix/hosts.js'

/** The package's own folder, where `tracescope` means this package. */
export const packageFolder = fileURLToPath(new URL('../../..', import.meta.url))

/** Where the hosts are installed that are not in the matrix. */
export const cache = join(packageFolder, '.cache', 'workers')

/** Loads one of the packages that are installed there. */
export const requireTool = createRequire(join(cache, 'package.json'))

/** Installs the hosts of the lock file into the cache. */
export function installHosts(): void {
  install(join(packageFolder, 'tests', 'hosts', 'packages'), cache)
}

/** An empty folder for what a test makes, within the package. */
export function newFolder(name: string): string {
  const folder = fileURLToPath(new URL(`./made/${name}`, import.meta.url))
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  return folder
}

/** A host that runs a file: its binary, and the flags before the file. */
export interface Runner {
  readonly spec: string
  readonly flags: readonly string[]
}

/** The Node whose transcripts are recorded. */
export const NODE: Runner = { spec: 'node@26.10.0', flags: ['--no-warnings'] }

/** The hosts that run files and are not Node. */
export const RUNNERS: Readonly<Record<string, Runner>> = {
  'Bun': { spec: 'bun@1.4.5', flags: [] },
  'Deno': { spec: 'deno@2.9.6', flags: ['run', '--allow-all', '--v8-flags=--expose-gc'] },
  // It may read the package, and nothing else.
  'Deno without permissions': { spec: 'deno@2.9.6', flags: ['run', '--no-prompt', '--v8-flags=--expose-gc'] }
}

/** What a program did. */
export interface Outcome {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a file on a host. */
export function runFile({ spec, flags }: Runner, file: string, ...args: string[]): Outcome {
  const { status, stdout, stderr } = spawnSync(hostBinary(spec), [...flags, file, ...args], {
    cwd: packageFolder, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000,
    env: { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  })
  return { status, stdout, stderr }
}

/** Runs the code of a module on a host. */
export function runCode(runner: Runner, folder: string, name: string, code: string): Outcome {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(file, code)
  return runFile(runner, file)
}
