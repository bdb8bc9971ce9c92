import { spawn, type ChildProcess } from 'node:child_process'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { packageFolder, requireTool } from './places.js'

/** The first one that the package is tried at, and the newest that this workerd knows. */
export const COMPATIBILITY_DATES = ['2025-06-01', /^1\.(\d{4})(\d\d)(\d\d)/.exec(versionOf('workerd'))!.slice(1).join('-')] as const

export function versionOf(name: string): string {
  return JSON.parse(readFileSync(requireTool.resolve(`${name}/package.json`), 'utf8')).version
}

/** Bundles a worker as wrangler does: by the same conditions, with the modules of the host outside. */
export async function bundleWorker(entry: string, outfile: string): Promise<void> {
  await build({
    entryPoints: [entry], outfile, bundle: true, ignoreAnnotations: true, format: 'esm', target: 'es2022', logLevel: 'warning',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*'], alias: { 'node:vm': join(packageFolder, 'tests', 'hosts', 'programs', 'vm.ts') }, absWorkingDir: packageFolder
  })
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
  const beside = (path: string): string => path.slice(folder.length + 1)
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
