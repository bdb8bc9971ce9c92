import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// Prints how many bytes one call on the host's channels allocates where a storage with a `run` of its own is bound,
// which the shim leaves to the host: `left-to-host-bytes runStores shim`.

const [method, mode] = process.argv.slice(2)
if (mode === 'shim') (require('tracescope') as typeof import('tracescope')).install()

class Storage extends AsyncLocalStorage<unknown> {
  override run(...args: [any, any, ...any[]]): any {
    return super.run(...args)
  }
}

const context = {}
const work = (value: number): number => value
const traced = tracingChannel<any>('left to the host')
traced.start.bindStore(new Storage(), (message: unknown) => ({ message }))
traced.subscribe({ start() {}, end() {} } as any)

const METHODS: Readonly<Record<string, (i: number) => unknown>> = {
  runStores: () => traced.start.runStores(context, work as any),
  traceSync: (i) => traced.traceSync(work, context, undefined, i)
}
const call = METHODS[method!]!

async function main(): Promise<void> {
  const file = pathToFileURL(join(process.cwd(), 'bench/counting/bytes.js')).href
  const { measure } = await import(file) as {
    measure(loop: (times: number) => void): Promise<{ bytesPerCall: number }>
  }
  process.stdout.write(JSON.stringify(await measure((times) => { for (let i = 0; i < times; i++) call(i) })))
}

void main()
