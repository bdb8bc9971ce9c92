import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { newFolder, packageFolder, type Outcome, RUNNERS, runCode } from './places.js'

// The shim on Bun and Deno: preloaded by their flags, by the copy of the package that a program imports there, and off
// again.

const folder = newFolder('shim-on-other-runtimes')
const node26 = { TRACESCOPE_BEHAVIOUR: 'node26' }
let programs = 0

interface Options {
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

function run(host: string, code: string, { flags = [], env = {} }: Options = {}): Outcome {
  const runner = RUNNERS[host]!
  const before = { ...process.env }
  Object.assign(process.env, env)
  try {
    const name = `${host}-${programs++}`.replaceAll(' ', '-')
    return runCode({ ...runner, flags: [...runner.flags, ...flags] }, folder, name, code)
  } finally {
    process.env = before
  }
}

// Deno takes files for the flag, and no names of packages.
const preload = (host: string): string[] =>
  ['--preload', host === 'Bun' ? 'tracescope/register' : join(packageFolder, 'dist/esm/register.js')]

const WHAT_IS_INSTALLED = `
  import { tracingChannel } from 'node:diagnostics_channel'
  const traced = tracingChannel('preloaded')
  const isTraced = /leaveToHost/.test(String(Object.getPrototypeOf(traced).traceSync))
  const { install } = await import('tracescope')
  const isShared = install() === globalThis[Symbol.for('tracescope.installation')]
  const { default: channels } = await import('node:diagnostics_channel')
  console.log(isTraced, install().behaviour, isShared, 'boundedChannel' in channels)
`

for (const host of ['Bun', 'Deno']) {
  t.test(host, async (t) => {
    t.test('preloaded, it has the host’s own behaviour, or that of Node 26', async (t) => {
      const [asHost, asNode26, off] = [
        run(host, WHAT_IS_INSTALLED, { flags: preload(host) }),
        run(host, WHAT_IS_INSTALLED, { flags: preload(host), env: node26 }),
        run(host, WHAT_IS_INSTALLED, { flags: preload(host), env: { TRACESCOPE: 'off' } })
      ]
      t.equal(asHost.stdout.trim(), 'true host true false', asHost.stderr)
      t.equal(asNode26.stdout.trim(), 'true node26 true true', asNode26.stderr)
      t.match(off.stdout, /^false host/)
    })

    t.test('imported first, it is installed by the copy that a program imports', async (t) => {
      const { stdout, stderr } = run(host, `
        import 'tracescope/register'
        import { install } from 'tracescope'
        console.log(globalThis[Symbol.for('tracescope.copies')].length, install().active)
      `)
      t.equal(stdout.trim(), '1 true', stderr)
    })

    t.test('a library that asks whether somebody listens publishes, with node26', async (t) => {
      const code = `
        import { tracingChannel } from 'node:diagnostics_channel'
        import { LRUCache } from 'lru-cache'
        const heard = []
        const events = ['start', 'end', 'asyncStart', 'asyncEnd']
        const subscribers = Object.fromEntries(events.map((event) => [event, () => heard.push(event)]))
        tracingChannel('lru-cache').subscribe(subscribers)
        await new LRUCache({ max: 2, fetchMethod: async (key) => key }).fetch('a')
        console.log(heard.join())
      `
      const stock = run(host, code)
      const asHost = run(host, code, { flags: preload(host) })
      const asNode26 = run(host, code, { flags: preload(host), env: node26 })
      // Bun's tracing channels have no \`hasSubscribers\`.
      t.equal(stock.stdout.trim(), host === 'Bun' ? '' : 'start,end,asyncStart,asyncEnd', stock.stderr)
      t.equal(asHost.stdout, stock.stdout, asHost.stderr)
      t.equal(asNode26.stdout.trim(), 'start,end,asyncStart,asyncEnd', asNode26.stderr)
    })

    t.test('pino, in a fetch of lru-cache, does what it does without, in stores with transforms', async (t) => {
      const code = `
        import { AsyncLocalStorage } from 'node:async_hooks'
        import { tracingChannel } from 'node:diagnostics_channel'
        import { LRUCache } from 'lru-cache'
        import pino from 'pino'
        const storages = [new AsyncLocalStorage(), new AsyncLocalStorage()]
        const seen = []
        const see = (what) => seen.push([what, ...storages.map((storage) => storage.getStore())].join(' '))
        let spans = 0
        const held = ['pino_asJson', 'lru-cache'].map((name) => {
          const traced = tracingChannel(name)
          for (const storage of storages) {
            traced.start.bindStore(storage, () => name + ++spans + '<' + (storage.getStore() ?? ''))
          }
          const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']
          traced.subscribe(Object.fromEntries(events.map((event) => [event, (message) => {
            see(name + ' ' + event + ' ' + message.error)
          }])))
          return traced
        })
        const log = pino({ base: null, timestamp: false }, { write: see })
        const cache = new LRUCache({
          max: 2,
          async fetchMethod(key) {
            see('fetching')
            await null
            log.info('fetched')
            if (key === 'fails') throw new Error('failed')
            return key
          }
        })
        log.info('begins')
        see(await cache.fetch('a'))
        see(await cache.fetch('fails').catch((error) => error))
        console.log(seen.join('\\n'))
      `
      const stock = run(host, code)
      t.match(stock.stdout, /pino_asJson1</, stock.stderr)
      t.match(stock.stdout, /failed/)
      const { stdout, stderr } = run(host, code, { flags: preload(host) })
      t.equal(stdout, stock.stdout, stderr)
    })

    t.test('with node26 a channel that nobody holds keeps its subscribers and stores', async (t) => {
      const { stdout, stderr } = run(host, `
        import { AsyncLocalStorage } from 'node:async_hooks'
        import { channel, subscribe } from 'node:diagnostics_channel'
        const storage = new AsyncLocalStorage()
        subscribe('subscribed', () => console.log('heard'))
        channel('bound').bindStore(storage)
        for (let i = 0; i < 20; i++) {
          (globalThis.gc ?? Bun.gc)(true)
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        channel('subscribed').publish({})
        console.log(channel('bound').runStores('entered', () => storage.getStore()))
      `, { flags: preload(host), env: node26 })
      t.equal(stdout.trim(), 'heard\nentered', stderr)
    })

    t.test('a program that has wrapped the traces before goes on being called', async (t) => {
      const { stdout, stderr } = run(host, `
        import { tracingChannel } from 'node:diagnostics_channel'
        const traced = tracingChannel('wrapped')
        const prototype = Object.getPrototypeOf(traced)
        const { traceSync } = prototype
        // What the host does is tried by what is there.
        let isOver = false
        prototype.traceSync = function wrapper(...args) {
          if (isOver) console.log('wrapper')
          return traceSync.apply(this, args)
        }
        const { install } = await import('tracescope')
        for (const behaviour of ['host', 'node26']) {
          const installation = install({ behaviour })
          isOver = true
          console.log(installation.active, traced.traceSync(() => 'called', {}))
          const ofTraceSync = installation.left.filter(({ method }) => method === 'TracingChannel#traceSync')
          console.log(ofTraceSync.map(({ reason }) => reason.slice(0, 35)).join())
          installation.uninstall()
          isOver = false
        }
        console.log(prototype.traceSync.name)
      `)
      const each = 'wrapper\ntrue called\nsomeone had put another method in i'
      t.equal(stdout.trim(), `${each}\n${each}\nwrapper`, stderr)
    })

    t.test('so does one that has wrapped runStores', async (t) => {
      const { stdout, stderr } = run(host, `
        import { channel, tracingChannel } from 'node:diagnostics_channel'
        const traced = tracingChannel('wrapped')
        for (const event of ['start', 'asyncStart']) traced[event].subscribe(() => {})
        const prototype = Object.getPrototypeOf(traced.start)
        const { runStores } = prototype
        prototype.runStores = function wrapper(...args) { console.log('wrapper'); return runStores.apply(this, args) }
        const { install } = await import('tracescope')
        const { active } = install()
        console.log(active)
        traced.traceSync(() => {}, {})
        traced.traceCallback((callback) => callback(), 0, {}, undefined, () => {})
      `)
      t.equal(stdout.trim(), 'true\nwrapper\nwrapper\nwrapper', stderr)
    })

    t.test('another version, whose traces are written otherwise, is left alone, with the reason', async (t) => {
      const { stdout, stderr } = run(host, `
        import { channel } from 'node:diagnostics_channel'
        const active = channel('another version')
        active.subscribe(() => {})
        const prototype = Object.getPrototypeOf(active)
        const { runStores } = prototype
        const wrapStoreRun = (...args) => runStores.apply(...args)
        prototype.runStores = { runStores(...args) { return wrapStoreRun(this, args) } }.runStores
        const { install } = await import('tracescope')
        const { active: isActive, left } = install()
        console.log(isActive, left.length, [...new Set(left.map(({ reason }) => reason))].join())
      `)
      t.equal(stdout.trim(), 'false 4 this host does not trace as any that tracescope knows', stderr)
    })
  })
}

t.test('the numbers of the code that is known are those of Bun and Deno', async (t) => {
  const { build } = await import('esbuild')
  await build({
    stdin: {
      contents: `
        import { BUN, DENO, methodsOf, numberOf } from './source/host/known-code.ts'
        import { findPrototypes } from './source/host/methods.ts'
        const methods = Object.entries(methodsOf(findPrototypes()))
        const found = Object.fromEntries(methods.map(([name, method]) => [name, numberOf(method)]))
        console.log(JSON.stringify({ found, known: { Bun: BUN, Deno: DENO } }))
      `, resolveDir: packageFolder, loader: 'ts'
    }, bundle: true, platform: 'node', format: 'esm', outfile: join(folder, 'numbers.mjs'), absWorkingDir: packageFolder
  })
  for (const host of ['Bun', 'Deno']) {
    const { stdout, stderr } = run(host, readFileSync(join(folder, 'numbers.mjs'), 'utf8'))
    const { found, known } = JSON.parse(stdout || `{"stderr":${JSON.stringify(stderr)}}`)
    t.same(found, known[host])
    t.not(Object.keys(known[host]).length, 0)
  }
})
