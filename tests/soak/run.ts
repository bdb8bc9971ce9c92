import { execFileSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import type { Mode } from '../support/implementation.js'
import { hostBinary } from '../matrix/hosts.js'
import { ROW_HERE, ROWS } from '../matrix/rows.js'
import { countAlive, findFault } from './fault.js'
import { soak, type Host, type Measurement } from './soak.js'

// Makes a million traces with the shim, and as many with its storages too, on the Node at hand, on those that --node
// names, or on the rows of the matrix that have a text in their name: `npm run test:soak 22 26`. Fails where something
// is left behind.

const USAGE =
  'Usage: npm run test:soak -- [--traces NUMBER] [--seed NUMBER] [--node PATH]... [part of a row\'s name]...'
const WAYS: readonly Mode[] = ['shim', 'shim with storages']

const { traces, seed, hosts } = readCommandLine()
let faults = 0
for (const host of hosts) await soakHost(host)
console.log(faults === 0 ? '\nnothing is left behind' : `\n${faults} failed; seed ${seed}`)
process.exitCode = faults === 0 ? 0 : 1

async function soakHost(host: Host): Promise<void> {
  for (const mode of WAYS) {
    const started = Date.now()
    const share = Math.round(traces / WAYS.length)
    const run = (mode: Mode): Promise<Measurement[]> => soak(host, mode, share, seed, ({ made, heap }) => {
      process.stderr.write(
        `node ${host.name}, ${mode}: ${count(made)} of ${count(share)} traces, heap ${inMegabytes(heap)}\n`
      )
    })
    const measurements = await run(mode)
    // Stores that are entered by the host's own methods leave what those leave: Node 26 keeps some of its frames for a
    // while.
    const byHost = host.env?.['TRACESCOPE_CONTEXT'] === 'portable'
    const kept = byHost ? countAlive(await run('host')) : 0
    const fault = findFault(measurements, kept)
    if (fault !== undefined) faults++
    const seconds = ((Date.now() - started) / 1000).toFixed(0)
    console.log(`${fault === undefined ? 'ok' : 'FAILED'}  node ${host.name}, ${mode}: ` +
      `${summary(measurements)} in ${seconds} s${fault === undefined ? '' : `: ${fault}`}`)
  }
}

function summary(measurements: readonly Measurement[]): string {
  const [first, last] = [measurements[0], measurements.at(-1)]
  if (first === undefined || last === undefined) return 'nothing was measured'
  return `${count(last.made)} traces, ${count(last.live)} of them live, ${count(last.heard)} messages heard, ` +
    `heap before ${inMegabytes(first.heap)}, after ${inMegabytes(last.heap)}`
}

function count(number: number): string {
  return number.toLocaleString('en')
}

function inMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`
}

function readCommandLine(): { traces: number, seed: number, hosts: Host[] } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        traces: { type: 'string', default: '2000000' },
        seed: { type: 'string', default: '1' },
        node: { type: 'string', multiple: true, default: [] }
      }
    })
    const [traces, seed] = [Number(values.traces), Number(values.seed)]
    if (!Number.isInteger(traces) || traces < 1) throw new Error('--traces is a number of 1 or more')
    if (!Number.isInteger(seed)) throw new Error('--seed is a whole number')
    const named = values.node.map((binary) => ({ name: versionOf(binary), binary, flags: [] }))
    // A host that crashes in traces of its own is none to make a million of them on.
    const rows = ROWS.filter(({ name, only }) => only === undefined && positionals.some((text) => name.includes(text)))
    if (positionals.length > 0 && rows.length === 0) throw new Error(
      `no row of the matrix has ${positionals.join(' or ')} in its name`
    )
    const chosen = named.length === 0 && rows.length === 0 ? [ROW_HERE] : rows
    return { traces, seed, hosts: [...named, ...chosen.map((row) => ({ ...row, binary: hostBinary(row.spec) }))] }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}\n`)
    process.exit(2)
  }
}

function versionOf(binary: string): string {
  return execFileSync(binary, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim()
}
