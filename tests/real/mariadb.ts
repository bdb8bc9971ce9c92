import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, connect, type AddressInfo } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { debianProgram } from '../support/debian.js'

/** A MariaDB of our own, on a free port of loopback, with a folder of its own that goes with it. */
export interface Database {
  readonly port: number
  stop(): Promise<void>
}

// A port that was free can be taken by another process before the server has it.
const ATTEMPTS = 3
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Starts one, or says why this machine can have none. Throws if it has the program, but that does not start. */
export async function startDatabase(): Promise<Database | string> {
  const program = debianProgram('mariadbd', 'mariadb-server-core')
  if ('reason' in program) return program.reason
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(program.path, await freePort())
    } catch (error) {
      if (attempt === ATTEMPTS) throw error
    }
  }
}

async function start(binary: string, port: number): Promise<Database> {
  const folder = mkdtempSync(join(tmpdir(), 'tracescope-mariadb-'))
  const socket = join(folder, 'socket')
  // Without grant tables the server starts on an empty folder, and takes anyone: it listens on loopback alone, and is
  // empty.
  const server = spawn(binary, [
    '--no-defaults', '--skip-grant-tables', '--bind-address=127.0.0.1', `--port=${port}`,
    `--user=${userInfo().username}`, `--datadir=${folder}`, `--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`,
    '--innodb-buffer-pool-size=8M', '--innodb-log-file-size=4M'
  ], { stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  server.on('error', (error) => { output += error.message })
  server.stderr!.on('data', (chunk) => { output += chunk })
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true })
  // Whatever ends this process.
  const kill = (): void => { server.kill('SIGKILL'); removeFolder() }
  const exit = (): void => process.exit(1)
  process.on('exit', kill)
  for (const signal of SIGNALS) process.once(signal, exit)
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    for (const signal of SIGNALS) process.off(signal, exit)
    await end(server)
    removeFolder()
  }
  if (await answers(socket, server)) return { port, stop }
  await stop()
  throw new Error(`${binary} does not start: ${output.trim().split('\n').at(-1)}`)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/**
 * Whether the server comes to greet who connects, in half a minute. By its socket: who answers at the port may be
 * another.
 */
async function answers(path: string, server: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 300 && isRunning(server); attempt++) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = connect(path)
      socket.once('data', () => { socket.destroy(); resolve(true) })
      socket.once('error', () => resolve(false))
      socket.once('end', () => resolve(false))
    })
    if (greeted) return true
    await sleep(100)
  }
  return false
}

function isRunning({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid !== undefined && exitCode === null && signalCode === null
}

async function end(server: ChildProcess): Promise<void> {
  if (!isRunning(server)) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  const stubborn = setTimeout(() => server.kill('SIGKILL'), 10_000)
  await ended
  clearTimeout(stubborn)
}
