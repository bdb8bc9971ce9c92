import t from 'tap'
import { newFolder, type Outcome, RUNNERS, runCode } from './places.js'

// What Bun and Deno do otherwise than Node, each as it was met: the package is to load there, and to be right.

const folder = newFolder('other-runtimes')
const NODE = { spec: 'here', flags: ['--expose-gc'] }
const { Bun } = RUNNERS

function run(host: string, name: string, code: string): Outcome {
  return runCode(host === 'Node' ? NODE : RUNNERS[host]!, folder, `${name}-${host.replaceAll(' ', '-')}`, code)
}

for (const host of ['Node', ...Object.keys(RUNNERS)]) {
  t.test(host, async (t) => {
    t.test('the package loads, and a trace has its stores', async (t) => {
      const { status, stdout, stderr } = run(host, 'loads', `
        import { AsyncLocalStorage } from 'node:async_hooks'
        import { tracingChannel, withScope } from 'tracescope'
        const storage = new AsyncLocalStorage()
        const traced = tracingChannel('loads')
        traced.start.bindStore(storage, ({ id }) => id)
        traced.subscribe({ asyncEnd() {} })
        const scope = withScope(storage, 'scope')
        const seen = [
          traced.traceSync(() => storage.getStore(), { id: 1 }), storage.getStore(),
          await traced.tracePromise(async () => storage.getStore(), { id: 2 })
        ]
        scope.dispose()
        console.log(JSON.stringify([...seen, storage.getStore() ?? null]))
      `)
      t.equal(stdout.trim(), '[1,"scope",2,null]', stderr)
      t.equal(status, 0, stderr)
    })

    t.test('the timers of a window, which are numbers', async (t) => {
      const { status, stdout, stderr } = run(host, 'timers', `
        for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) globalThis[name] = () => 1
        const { tracingChannel, withScope } = await import('tracescope')
        const { AsyncLocalStorage } = await import('node:async_hooks')
        const traced = tracingChannel('timers')
        const seen = []
        traced.start.bindStore(new AsyncLocalStorage())
        traced.subscribe({ start() { seen.push('start') }, asyncEnd() { seen.push('asyncEnd') } })
        withScope(new AsyncLocalStorage(), 1).dispose()
        traced.traceSync(() => 1, {})
        await traced.tracePromise(async () => 1, {})
        console.log(seen.join())
      `)
      t.equal(stdout.trim(), 'start,start,asyncEnd', stderr)
      t.equal(status, 0, stderr)
    })

    t.test('steps of an async generator that are queued', async (t) => {
      const { stdout, stderr } = run(host, 'queued', `
        import { AsyncLocalStorage } from 'node:async_hooks'
        import { tracingChannel } from 'tracescope'
        const storage = new AsyncLocalStorage()
        const traced = tracingChannel('queued')
        traced.start.bindStore(storage, () => 'bound')
        const iterator = traced.traceIterator(async function * () {
          for (let i = 0; i < 3; i++) yield String(storage.getStore())
        }, {})
        const steps = await Promise.all([iterator.next(), iterator.next(), iterator.next()])
        console.log(steps.map(({ value }) => value).join())
      `)
      // V8 resumes the generator for them in no context, where it keeps contexts itself: named in docs/hosts.md.
      t.equal(stdout.trim(), host.startsWith('Deno') ? 'bound,undefined,undefined' : 'bound,bound,bound', stderr)
    })

    t.test('the timers of a window, in strict mode', async (t) => {
      const { status, stdout, stderr } = run(host, 'strict-timers', `
        for (const name of ['setTimeout', 'setInterval', 'setImmediate']) globalThis[name] = () => 1
        const { takeReports } = await import('tracescope/strict')
        const { tracingChannel } = await import('tracescope')
        const traced = tracingChannel('strict-timers')
        traced.subscribe({ start() {} })
        traced.traceSync(async () => 1, {})
        await traced.tracePromise(async () => 1, {})
        console.log((await takeReports()).length > 0 ? 'reported' : 'nothing')
      `)
      t.equal(stdout.trim(), host === 'Node' ? 'reported' : 'nothing', stderr)
      t.equal(status, 0, stderr)
    })

    t.test('strict mode checks, or says that it does not', async (t) => {
      const { status, stdout, stderr } = run(host, 'strict', `
        import 'tracescope/strict'
        import { AsyncLocalStorage } from 'node:async_hooks'
        import { tracingChannel, withScope } from 'tracescope'
        const forgotten = withScope(new AsyncLocalStorage(), 1)
        const traced = tracingChannel('strict')
        traced.subscribe({ start() {} })
        console.log(traced.traceSync(() => 'done', {}))
      `)
      t.equal(stdout.trim(), 'done', stderr)
      t.equal(status, 0, stderr)
      if (host !== 'Node') t.match(stderr, 'tracescope/strict checks nothing in this process')
    })

    t.test('a subscriber stays while it is subscribed, whatever is collected', async (t) => {
      const { stdout, stderr } = run(host, 'collected', `
        const { boundedChannel, subscribe, tracingChannel, channel } = await import('tracescope')
        const seen = []
        const subscriber = (name) => () => { seen.push(name) }
        const forgotten = subscriber('forgotten')
        tracingChannel('db').subscribe({ start: subscriber('tracing') })
        boundedChannel('job').subscribe({ end: subscriber('bounded') })
        subscribe('plain', subscriber('plain'))
        tracingChannel('gone').subscribe({ start: forgotten })
        tracingChannel('gone').unsubscribe({ start: forgotten })
        for (let i = 0; i < 20; i++) {
          (globalThis.gc ?? Bun.gc)(true)
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
        tracingChannel('db').traceSync(() => {}, {})
        boundedChannel('job').run({}, () => {})
        channel('plain').publish({})
        tracingChannel('gone').traceSync(() => {}, {})
        console.log(seen.join())
      `)
      t.equal(stdout.trim(), 'tracing,bounded,plain', stderr)
    })
  })
}

t.test('isolate on Bun takes back what disable() did, and replaces nothing of the host', async (t) => {
  const { stdout, stderr } = runCode(Bun!, folder, 'isolate', `
    import { AsyncLocalStorage } from 'node:async_hooks'
    const before = Object.getOwnPropertyDescriptors(AsyncLocalStorage.prototype)
    const { isolate } = await import('tracescope')
    const entered = new AsyncLocalStorage(), disabled = new AsyncLocalStorage()
    const fresh = new AsyncLocalStorage({ defaultValue: 'default' })
    entered.enterWith('outer')
    disabled.enterWith('outer')
    let kept
    const inside = isolate(() => {
      entered.enterWith('inner')
      disabled.disable()
      fresh.enterWith('inner')
      kept = AsyncLocalStorage.snapshot()
      return [entered, disabled, fresh].map((storage) => storage.getStore() ?? 'nothing').join()
    })
    const values = () => [entered, disabled, fresh].map((storage) => storage.getStore() ?? 'nothing').join()
    const after = Object.getOwnPropertyDescriptors(AsyncLocalStorage.prototype)
    const isReplaced = (name) =>
      after[name].value !== before[name]?.value || after[name].writable !== before[name]?.writable
    const replaced = Reflect.ownKeys(after).filter(isReplaced)
    console.log(JSON.stringify({ inside, after: values(), kept: kept(values), replaced }))
  `)
  t.same(JSON.parse(stdout), {
    inside: 'inner,nothing,inner', after: 'outer,outer,default', kept: 'inner,nothing,inner', replaced: []
  }, stderr)
})
