import { AsyncLocalStorage } from 'node:async_hooks'
import { hostPrototypes } from '../support/host.js'
import { wrap, type Wrapping } from '../support/wrap.js'

// Patches a method of AsyncLocalStorage, or `publish` of the host's channels, before tracescope is loaded, as an agent
// that was preloaded earlier does, and traces: `patched-host api enterWith 'a proxy'`. Prints when it was called.

const [mode, method, wrapping] = process.argv.slice(2)
const log: string[] = []
const { getStore } = AsyncLocalStorage.prototype
wrap(
  method === 'publish' ? hostPrototypes['ActiveChannel'] : AsyncLocalStorage.prototype,
  method!,
  () => log.push(method!),
  wrapping as Wrapping | undefined
)

const { implementation }: typeof import('../support/implementation.js') = require('../support/implementation.js')
const traced = implementation(mode as any).tracingChannel('patched-host')
const store = new AsyncLocalStorage<any>()
const look = (where: string): void => { log.push(`${where} ${getStore.call(store)}`) }
traced.start.bindStore(store, () => 'entered')
for (const event of ['start', 'end']) traced[event].subscribe(() => look(event))

log.length = 0
traced.traceSync(look, {}, undefined, 'fn')
look('after')
process.stdout.write(JSON.stringify(log))
