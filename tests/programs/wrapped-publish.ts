import { AsyncLocalStorage } from 'node:async_hooks'
import { hostPrototypes } from '../support/host.js'
import type { Mode } from '../support/implementation.js'

// Wraps `publish` of the host's channels before or after tracescope is loaded, has a transform and a subscriber throw,
// and prints for which channels the wrapper was called, and which errors surfaced:
// `wrapped-publish shim before swallows`.

const [mode, when, kind] = process.argv.slice(2)
const log: string[] = []
const names = new Set(['start', 'end', 'stores'].map((name) =>
  name === 'stores' ? name : `tracing:wrapped-publish:${name}`))
process.on('uncaughtException', (error) => log.push(`uncaught ${error.message}`))

function wrapPublish(): void {
  const prototype = hostPrototypes['ActiveChannel']
  const { publish } = prototype
  prototype.publish = function (...args: unknown[]) {
    log.push(`publish of ${names.has(this.name) ? this.name : 'another channel'}`)
    return kind === 'swallows' ? undefined : publish.apply(this, args)
  }
}

if (when === 'before') wrapPublish()
const { implementation }: typeof import('../support/implementation.js') = require('../support/implementation.js')
const { channel, tracingChannel } = implementation(mode as Mode)
if (when === 'after') wrapPublish()

log.length = 0
const fail = (where: string) => (): never => { throw new Error(`from ${where}`) }
const traced = tracingChannel('wrapped-publish')
traced.start.bindStore(new AsyncLocalStorage(), fail('a transform'))
traced.end.subscribe(fail('a subscriber'))
traced.traceSync(() => log.push('traced'), {})
const stores = channel('stores')
stores.bindStore(new AsyncLocalStorage(), fail('another transform'))
stores.runStores({}, () => log.push('called'))
setImmediate(() => process.stdout.write(JSON.stringify(log)))
