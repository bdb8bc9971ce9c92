import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { flagsOf } from './files.js'

/** A Node that the tests are run on. */
export interface Host {
  readonly binary: string
  readonly name: string
}

/** Who traces: what is preloaded. */
export interface Subject {
  readonly name: string
  readonly flags: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

export const STOCK: Subject = { name: 'stock', flags: [], env: {} }

/** What a test did. */
export interface Ended {
  /** The exit code, or the signal, or that it had to be ended. */
  readonly how: string
  readonly stdout: readonly string[]
  readonly stderr: readonly string[]
}

const PATIENCE = 120_000

/**
 * Runs one test in a process of its own, with a folder of its own for what it makes: nothing is written into the
 * checkout.
 */
export async function runOne({ binary }: Host, { flags, env }: Subject, folder: string, file: string): Promise<Ended> {
  const made = mkdtempSync(join(tmpdir(), 'test-node-'))
  const child = spawn(binary, [...flags, ...flagsOf(folder, file), join(folder, 'parallel', file)], {
    cwd: folder, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_OPTIONS: '', NODE_TEST_DIR: made, TEST_THREAD_ID: '0', ...env }
  })
  let [stdout, stderr] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { stdout += chunk })
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => { stderr += chunk })
  let isOver = false
  const patience = setTimeout(() => { isOver = true; child.kill('SIGKILL') }, PATIENCE)
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve) =>
    child.on('close', (...ended) => resolve(ended)))
  clearTimeout(patience)
  rmSync(made, { recursive: true, force: true })
  return {
    how: isOver ? `not over after ${PATIENCE / 1000} s` : signal ?? `exit code ${code}`,
    stdout: comparable(stdout, made), stderr: comparable(stderr, made)
  }
}

/** Without what is another in each run: process ids, durations, folders; and without stacks, which show who traces. */
function comparable(text: string, made: string): string[] {
  return text.replaceAll(made, 'FOLDER').split('\n').filter((line) => !/^\s+at /.test(line)).map((line) => line
    .replace(/\((node|bun):\d+\)/g, '($1)')
    .replace(/\bpid: \d+|\bPID \d+/g, 'pid')
    .replace(/duration_ms:? [\d.]+|\([\d.]+ ?ms\)/g, 'duration')
    .trimEnd()).filter((line) => line !== '')
}
