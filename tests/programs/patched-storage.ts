import { AsyncLocalStorage } from 'node:async_hooks'
import { wrap, type Wrapping } from '../support/wrap.js'

// Patches AsyncLocalStorage before tracescope is loaded, as an agent that was preloaded earlier does, and traces:
// `patched-storage api enterWith 'a proxy'`. Prints which of its methods were called when.

const [mode, method, wrapping] = process.argv.slice(2)
const log: string[] = []
const { getStore } = AsyncLocalStorage.prototype
wrap(AsyncLocalStorage.prototype, method!, () => log.push(method!), wrapping as Wrapping | undefined)

const { implementation }: typeof import('../support/implementation.js') = require('../support/implementation.js')
const traced = implementation(mode as any).tracingChannel('patched-storage')
const store = new AsyncLocalStorage<any>()
const look = (where: string): void => { log.push(`${where} ${getStore.call(store)}`) }
traced.start.bindStore(store, () => 'entered')
for (const event of ['start', 'end']) traced[event].subscribe(() => look(event))

log.length = 0
traced.traceSync(look, {}, undefined, 'fn')
look('after')
process.stdout.write(JSON.stringify(log))
