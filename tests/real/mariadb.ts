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

/** Starts one, or says why there is none. */
export async function startDatabase(): Promise<Database | string> {
  const program = debianProgram('mariadbd', 'mariadb-server-core')
  if ('reason' in program) return program.reason
  const binary = program.path
  const folder = mkdtempSync(join(tmpdir(), 'tracescope-mariadb-'))
  const port = await freePort()
  // Without grant tables the server starts on an empty folder, and takes anyone: it listens on loopback alone, and is empty.
  const server = spawn(binary, [
    '--no-defaults', '--skip-grant-tables', '--bind-address=127.0.0.1', `--port=${port}`, `--user=${userInfo().username}`,
    `--datadir=${folder}`, `--socket=${join(folder, 'socket')}`, `--pid-file=${join(folder, 'pid')}`,
    '--innodb-buffer-pool-size=8M', '--innodb-log-file-size=4M'
  ], { stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  server.on('error', (error) => { output += error.message })
  server.stderr!.on('data', (chunk) => { output += chunk })
  const removeFolder = (): void => rmSync(folder, { recursive: true, force: true })
  // Whatever ends this process.
  const kill = (): void => { server.kill('SIGKILL'); removeFolder() }
  process.on('exit', kill)
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
  const stop = async (): Promise<void> => {
    process.off('exit', kill)
    await end(server)
    removeFolder()
  }
  if (await answers(port, server)) return { port, stop }
  await stop()
  return `${binary} does not start: ${output.trim().split('\n').at(-1)}`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Whether the server comes to greet who connects, in half a minute. */
async function answers(port: number, server: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 300 && isRunning(server); attempt++) {
    const greeted = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
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
