import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { basename, dirname, join, relative } from 'node:path'
import { build } from 'esbuild'
import { hostBinary } from '../matrix/hosts.js'
import { packageFolder, requireTool } from './places.js'

/** The first one that the package is tried at, and the newest that this workerd knows. */
export const COMPATIBILITY_DATES = [
  '2025-06-01', /^1\.(\d{4})(\d\d)(\d\d)/.exec(versionOf('workerd'))!.slice(1).join('-')
] as const

export function versionOf(name: string): string {
  return JSON.parse(readFileSync(requireTool.resolve(`${name}/package.json`), 'utf8')).version
}

/**
 * Bundles a worker as wrangler does: by the same conditions, if no others are named, with the modules of the host
 * outside.
 */
export async function bundleWorker(
  entry: string, outfile: string, conditions = ['workerd', 'worker', 'browser']
): Promise<void> {
  await build({
    entryPoints: [entry], outfile, bundle: true, keepNames: true, ignoreAnnotations: true, format: 'esm',
    target: 'es2022', logLevel: 'warning', conditions, external: ['node:*'],
    alias: { 'node:vm': join(packageFolder, 'tests', 'hosts', 'programs', 'vm.ts') }, absWorkingDir: packageFolder
  })
}

/**
 * Builds a worker by wrangler, for a compatibility date: it puts stand-ins for what that date's workerd has not. Gives
 * the file.
 */
export function buildByWrangler(entry: string, folder: string, date: string): string {
  const config = join(folder, `wrangler-${date}.json`)
  writeFileSync(config, JSON.stringify({
    name: 'worker', main: entry, compatibility_date: date, compatibility_flags: ['nodejs_compat']
  }))
  const args = ['deploy', '--dry-run', '--config', config, '--outdir', join(folder, `wrangler-${date}`)]
  // It asks for a newer Node than the oldest one that the tests run on.
  const command = [createPath('wrangler/bin/wrangler.js'), ...args]
  const { status, stdout, stderr } = spawnSync(hostBinary('node@24.21.0'), command, {
    cwd: packageFolder, encoding: 'utf8', timeout: 120_000,
    env: {
      ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, WRANGLER_LOG_PATH: folder, WRANGLER_SEND_METRICS: 'false',
      CI: '1'
    }
  })
  if (status !== 0) throw new Error(`wrangler ended with ${status}\n${stdout}${stderr}`)
  if (/warning/i.test(stdout + stderr)) throw new Error(`wrangler warns\n${stdout}${stderr}`)
  return join(folder, `wrangler-${date}`, `${basename(entry, '.ts')}.js`)
}

/** A worker of a configuration: its module, and who sees its traces. */
export interface Worker {
  readonly file: string
  readonly tail?: string
}

/** Workers that run, each by its own address. */
export interface Running {
  readonly address: string
  /** What they have printed. */
  output(): string
  stop(): Promise<void>
}

/** Starts workerd with a worker on loopback. */
export async function startWorker({ file, tail }: Worker, date: string): Promise<Running> {
  const folder = dirname(file)
  const port = await freePort()
  const config = join(folder, `workerd-${port}.capnp`)
  const worker = (name: string, path: string, more = ''): string => `
const ${name} :Workerd.Worker = (
  modules = [ (name = "${name}.js", esModule = embed ${JSON.stringify(path)}) ],
  compatibilityDate = ${JSON.stringify(date)}, compatibilityFlags = ["nodejs_compat"]${more}
);`
  const beside = (path: string): string => relative(folder, path)
  writeFileSync(config, `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [ (name = "main", worker = .main)${tail ? ', (name = "tail", worker = .tail)' : ''} ],
  sockets = [ (name = "http", address = "127.0.0.1:${port}", http = (), service = "main") ]
);
${worker('main', beside(file), tail ? ', tails = ["tail"]' : '')}${tail ? worker('tail', beside(tail)) : ''}
`)
  const child = spawn(workerdBinary(), ['serve', config], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  child.stdout.on('data', (chunk) => { output += chunk })
  child.stderr.on('data', (chunk) => { output += chunk })
  const running: Running = { address: `http://127.0.0.1:${port}/`, output: () => output, stop: () => stop(child) }
  await untilReached(running, child)
  return running
}

function workerdBinary(): string {
  const [system, architecture] = [process.platform, process.arch === 'x64' ? '64' : process.arch]
  const path = createPath(`@cloudflare/workerd-${system}-${architecture}/bin/workerd`)
  // npm does so in a script of the package, and none is run.
  chmodSync(path, 0o755)
  return path
}

function createPath(name: string): string {
  return join(dirname(requireTool.resolve('workerd/package.json')), '..', name)
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return port
}

async function untilReached({ address, output }: Running, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) break
    try {
      await (await fetch(address, { method: 'HEAD' })).text()
      return
    } catch {
      await new Promise((resolve) => { setTimeout(resolve, 50) })
    }
  }
  child.kill()
  throw new Error(`workerd can't be reached\n${output()}`)
}

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => { child.once('exit', resolve) })
  child.kill()
  await ended
}
