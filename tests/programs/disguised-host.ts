import { disguise } from '../support/disguise.js'

// Traces in every way on a host that hides its insides: `disguised-host private-stores`. Prints what happened.

disguise(process.argv[2]!)

const { AsyncLocalStorage }: typeof import('node:async_hooks') = require('node:async_hooks')
const nodeDiagnosticsChannel: typeof import('node:diagnostics_channel') = require('node:diagnostics_channel')
const { boundedChannel, install, tracingChannel, withScope, withStoreScope }: typeof import('tracescope') =
  require('tracescope')

const log: string[] = []
const results: Record<string, unknown> = {}
process.on('warning', (warning) => log.push(`${warning.name}: ${warning.message}`))
process.on('uncaughtException', (error) => log.push(`uncaught ${error.message}`))
process.on('unhandledRejection', (error) => log.push(`unhandled ${(error as Error).message}`))

const store = new AsyncLocalStorage<any>()
const look = (where: string): void => { log.push(`${where} ${store.getStore()}`) }

function listen(traced: any): any {
  traced.start.bindStore(store, () => 'call')
  traced.asyncStart.bindStore(store, () => 'continuation')
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) traced[event].subscribe(() => look(event))
  return traced
}

async function note(name: string, fn: () => unknown): Promise<void> {
  log.length = 0
  const result = fn()
  look('after')
  await result
  await new Promise((resolve) => setTimeout(resolve))
  results[name] = [...log]
}

async function traceOn(traced: any, prefix: string): Promise<void> {
  await note(`${prefix}traceSync`, () => traced.traceSync(look, {}, undefined, 'fn'))
  await note(`${prefix}traceSync that throws`, () => {
    try {
      traced.traceSync(() => { throw new Error('from fn') }, {})
    } catch (error) {
      look(`threw ${(error as Error).message}`)
    }
  })
  await note(`${prefix}tracePromise`, () =>
    traced.tracePromise(async () => { look('fn'); await null; look('fn later') }, {}))
  await note(`${prefix}traceCallback`, () =>
    traced.traceCallback((callback: any) => callback(null), 0, {}, undefined, () => look('callback')))
  await note(`${prefix}runStores`, () => traced.start.runStores({}, look, undefined, 'fn'))
}

function methods(): Map<string, unknown> {
  const active = nodeDiagnosticsChannel.channel('disguised:active')
  active.subscribe(() => {})
  const tracing = nodeDiagnosticsChannel.tracingChannel('disguised')
  const prototypes = { active: Object.getPrototypeOf(active), tracing: Object.getPrototypeOf(tracing) }
  return new Map(Object.entries(prototypes).flatMap(([owner, prototype]) =>
    ['runStores', 'traceSync', 'tracePromise', 'traceCallback'].map((name) =>
      [`${owner}.${name}`, prototype[name]] as const)))
}

async function main(): Promise<void> {
  const traced = listen(tracingChannel('disguised:api'))
  await traceOn(traced, '')
  await note('boundedChannel run', () => boundedChannel(traced).run({}, look, undefined, 'fn'))
  await note('boundedChannel withScope', () => {
    using _scope = boundedChannel(traced).withScope({})
    look('inside')
  })
  await note('withStoreScope', () => {
    using _scope = withStoreScope(traced.start, {})
    look('inside')
  })
  await note('withScope', () => {
    using _scope = withScope(store, 'scope')
    look('inside')
  })
  await note('trace', () => traced.trace(async () => { look('fn'); await null; look('fn later') }, {}))
  await note('traceIterator', async () => {
    const iterator = traced.traceIterator(function* () { look('body'); yield; look('body') })
    look('called')
    for (const _ of iterator) look('read')
  })
  await note('nobody listens', () => tracingChannel('disguised:idle').traceSync(look, {}, undefined, 'fn'))

  const hosts = listen(nodeDiagnosticsChannel.tracingChannel('disguised:host'))
  await traceOn(hosts, 'host ')
  const before = methods()
  install()
  results['changed by install'] = [...methods()]
    .filter(([name, method]) => before.get(name) !== method).map(([name]) => name)
  await traceOn(hosts, 'installed ')
}

main()
  .catch((error) => { results['failed'] = [error.stack] })
  .finally(() => process.stdout.write(JSON.stringify(results)))
