import { AsyncLocalStorage } from 'node:async_hooks'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// Prints how many bytes one call of a storage's method allocates: `storage-bytes run 4 shim` with four others in the
// context, and with the shim. What is called has met all ways through the method before.

const [method, others, mode] = process.argv.slice(2)
if (mode === 'shim') (require('tracescope') as typeof import('tracescope')).install({ storages: true })

const storage = new AsyncLocalStorage<unknown>()
const values = [{}, {}] as const
const work = (a: number, b: number): number => a + b

const METHODS: Readonly<Record<string, (i: number) => unknown>> = {
  'run with the current value': (i) => storage.run(values[0], work, i, 1),
  'run': (i) => storage.run(values[1], work, i, 1),
  'exit': (i) => storage.exit(work, i, 1),
  'enterWith': (i) => storage.enterWith(values[i % 2])
}
const call = METHODS[method!]!

function loop(times: number): void {
  for (let i = 0; i < times; i++) call(i)
}

async function main(): Promise<void> {
  const file = pathToFileURL(join(process.cwd(), 'bench/counting/bytes.js')).href
  const { measure } = await import(file) as {
    measure(loop: (times: number) => void): Promise<{ bytesPerCall: number }>
  }
  for (let i = 0; i < Number(others); i++) new AsyncLocalStorage().enterWith(i)
  storage.enterWith(values[0])
  for (let i = 0; i < 20_000; i++) {
    METHODS['run']!(i)
    METHODS['run with the current value']!(i)
  }
  process.stdout.write(JSON.stringify(await measure(loop)))
}

void main()
