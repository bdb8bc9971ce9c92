import t from 'tap'
import { newFolder, RUNNERS, runCode } from './places.js'

// A host whose channels or storages refuse what is tried of them when the package is loaded, as workerd's do: it loads
// all the same.

const folder = newFolder('refusing-hosts')

const REFUSALS: Readonly<Record<string, string>> = {
  'to bind what is no storage': `replace(channels, 'bindStore', (bindStore) => function (store, transform) {
    if (!(store instanceof AsyncLocalStorage)) refuse()
    return Reflect.apply(bindStore, this, [store, transform])
  })`,
  'to unbind': `replace(channels, 'unbindStore', refusing)`,
  'to subscribe': `replace(channels, 'subscribe', refusing)`,
  'to unsubscribe': `replace(channels, 'unsubscribe', refusing)`,
  'to publish': `replace(channels, 'publish', refusing)`,
  'to enter': `replace(storages, 'enterWith', refusing)`,
  'to disable': `replace(storages, 'disable', refusing)`,
  'to run': `replace(storages, 'run', refusing)`,
  'to warn': `process.emitWarning = undefined`
}

const HOSTS = {
  'Node 26.10': { spec: 'node@26.10.0', flags: [] }, 'Node 20.20': { spec: 'node@20.20.2', flags: [] }, ...RUNNERS
}

for (const [host, runner] of Object.entries(HOSTS)) {
  t.test(host, async (t) => {
    for (const [what, code] of Object.entries(REFUSALS)) {
      const { stdout, stderr } = runCode(runner, folder, `${host}-${what}`.replaceAll(' ', '-'), `
        import { AsyncLocalStorage } from 'node:async_hooks'
        import { Channel, channel } from 'node:diagnostics_channel'
        const active = channel('refusing')
        active.subscribe(() => {})
        const channels = [Channel.prototype, Object.getPrototypeOf(active)]
        const storages = [AsyncLocalStorage.prototype]
        const refuse = () => { throw new TypeError('refused') }
        const refusing = () => refuse
        const replace = (prototypes, name, make) => {
          for (const prototype of new Set(prototypes)) prototype[name] = make(prototype[name])
        }
        ${code}
        const { tracingChannel } = await import('tracescope')
        console.log(tracingChannel('refused').traceSync((value) => value, {}, undefined, 'called'))
      `)
      t.equal(stdout.trim(), 'called', `${what}: ${stderr}`)
      t.equal(stderr, '', what)
    }
  })
}
