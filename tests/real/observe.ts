import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { anonymous } from './anonymous.js'
import { startFakeAgent } from './fake-agent.js'
import { cache } from './packages.js'
import { type Result, WAYS } from './programs/result.js'
import type { Subject } from './rows.js'

// One takes a second or two; a broken shim can keep it waiting for ever.
const TIMEOUT = 20_000
const NO_RESULT: Result = { lines: ['no result'], traceSync: '', strictMode: false, unexpected: [] }
const packageFolder = fileURLToPath(new URL('../../..', import.meta.url))
const built = (...path: string[]): string => `${join(cache, 'programs', ...path)}.cjs`

/** A run of a subject: what is preloaded, and what the program is told besides. */
export interface Run {
  readonly name: string
  readonly preloads: Preloads
  readonly args: readonly string[]
  /** Whether it is counted which way the calls go that enter stores. */
  readonly countsWays?: boolean
}

/** What is preloaded, in order: the agent of the subject, the shim, the shim with `storages: true`, strict mode. */
export type Preloads = ReadonlyArray<'agent' | 'shim' | 'shim with storages' | 'strict mode'>

const MODULES = {
  'shim': 'tracescope/register', 'shim with storages': 'tracescope/register', 'strict mode': 'tracescope/strict'
}

/** Runs a subject on a host in a process of its own, and gives everything that could be seen of it. */
export async function observe(
  binary: string, subject: Subject, { preloads, args: told, countsWays }: Run, databasePort?: number
): Promise<Result> {
  const folder = mkdtempSync(join(cache, 'result-'))
  const file = join(folder, 'result.json')
  const fakeAgent = subject.needsFakeAgent ? await startFakeAgent() : undefined
  try {
    const [program, ...args] = subject.program
    const preloaded = preloads.map((preload) =>
      preload === 'agent' ? built('agents', subject.agent!) : MODULES[preload])
    const flags = preloaded.flatMap((module) => ['--import', module])
    const { output, ended } = await run(binary, [...flags, built('programs', program!), ...args, ...told, file], {
      ...ownEnvironment(),
      ...(preloads.includes('shim with storages') && { TRACESCOPE_STORAGES: '1' }),
      ...(countsWays && { [WAYS]: '1' }),
      ...(databasePort !== undefined && { MARIADB_PORT: String(databasePort) }),
      ...fakeAgent?.environment
    })
    const { lines, ...state }: Result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : NO_RESULT
    return { ...state, lines: anonymous([...lines, ...fakeAgent?.lines() ?? [], ...output, ended]) }
  } finally {
    await fakeAgent?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The environment without what changes how Node, the shim or an agent works. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) =>
    !/^(NODE_|TRACESCOPE_|DD_|OTEL_|SENTRY_)/.test(name)))
}

async function run(
  binary: string, args: readonly string[], env: NodeJS.ProcessEnv
): Promise<{ output: string[], ended: string }> {
  // In the package's folder, where `tracescope` means this package.
  const child = spawn(binary, args, { cwd: packageFolder, env, timeout: TIMEOUT, stdio: ['ignore', 'pipe', 'pipe'] })
  const output = { stdout: '', stderr: '' }
  child.stdout.on('data', (chunk) => { output.stdout += chunk })
  child.stderr.on('data', (chunk) => { output.stderr += chunk })
  const ended = await new Promise<string>((resolve) =>
    child.on('close', (code, signal) => resolve(`exit ${signal ?? code}`)))
  const lines = Object.entries(output).flatMap(([name, text]) =>
    text.split('\n').filter(Boolean).map((line) => `${name}: ${line}`))
  return { output: lines, ended }
}
