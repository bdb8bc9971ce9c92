import t from 'tap'
import { newFolder, NODE, runCode, RUNNERS } from './places.js'

// Bun and Deno enter the stores of a trace in ways of their own: what can be seen of that is what can be seen on Node.

const folder = newFolder('stores-in-other-runtimes')

/** Each of these notes what the stores give at each step. */
const STEPS = `
  import { AsyncLocalStorage } from 'node:async_hooks'
  import { boundedChannel, tracingChannel, withScope, withStoreScope } from 'tracescope'
  const seen = {}
  let count = 0
  function steps(title, stores, transforms, fn) {
    const noted = seen[title] = []
    const storages = [...Array(stores)].map(() => new AsyncLocalStorage())
    const other = new AsyncLocalStorage()
    // On Deno a new storage is as one that is disabled.
    for (const storage of storages) storage.run(0, () => {})
    const look = (at) => {
      const values = [...storages, other].map((storage) => JSON.stringify(storage.getStore()) ?? '-')
      noted.push(at + ': ' + values.join(' '))
    }
    const traced = tracingChannel('steps ' + count++)
    storages.forEach((storage, i) => {
      const transform = transforms[i] && ((message) => transforms[i](message, { storages, look, other }))
      traced.start.bindStore(storage, transform)
    })
    traced.subscribe({ start() { look('start') }, end() { look('end') } })
    fn({ traced, storages, other, look, noted })
  }
  for (const stores of [1, 3]) {
    const last = stores - 1
    steps(stores + ': a value that is current already', stores, [], ({ traced, storages, look }) => {
      const same = { id: 'same' }
      for (const storage of storages) storage.enterWith(same)
      traced.traceSync(() => { look('fn'); storages[last].enterWith('changed'); look('changed') }, same)
      look('after')
    })
    steps(stores + ': changed in the call', stores, [], ({ traced, storages, other, look }) => {
      storages[0].enterWith('outer')
      traced.traceSync(() => {
        other.enterWith('stays')
        storages[last].enterWith('changed')
        look('changed')
      }, { id: 1 })
      look('after')
    })
    steps(stores + ': disabled in the call', stores, [], ({ traced, storages, look }) => {
      storages[0].enterWith('outer')
      traced.traceSync(() => { storages[0].disable(); look('disabled') }, { id: 1 })
      look('after')
    })
    steps(stores + ': disabled before the call', stores, [], ({ traced, storages, look }) => {
      storages[0].enterWith('outer')
      storages[0].disable()
      traced.traceSync(() => { look('fn') }, { id: 1 })
      look('after')
      withScope(storages[0], 'scope').dispose()
      look('after a scope')
    })
    steps(stores + ': the call throws', stores, [], ({ traced, storages, look, noted }) => {
      storages[last].enterWith('outer')
      try { traced.traceSync(() => { look('fn'); throw 'thrown' }, { id: 1 }) } catch (error) { noted.push(error) }
      look('after')
    })
    steps(stores + ': scopes', stores, [], ({ traced, storages, other, look }) => {
      storages[last].enterWith('outer')
      const outer = withStoreScope(traced.start, { id: 1 })
      const inner = withScope(storages[0], 'inner')
      other.enterWith('stays')
      look('scopes')
      inner.dispose()
      look('inner disposed')
      outer[Symbol.dispose]()
      look('outer disposed')
      const crossed = [withStoreScope(traced.start, { id: 2 }), withScope(storages[last], 'crossing')]
      crossed[0][Symbol.dispose]()
      look('disposed out of order')
      crossed[1].dispose()
      look('all disposed')
    })
    steps(stores + ': traces in traces', stores, [], ({ traced, look }) => {
      traced.traceSync(() => {
        traced.traceSync(() => { look('inner') }, { id: 'inner' })
        look('outer')
        boundedChannel({ start: traced.start, end: traced.end }).run({ id: 'bounded' }, () => { look('bounded') })
        const call = (callback) => { callback() }
        traced.traceCallback(call, -1, { id: 'callback' }, undefined, () => { look('callback') })
      }, { id: 'outer' })
      look('after')
    })
  }
  const kept = []
  const keeping = (name) => ({ id }, { look }) => {
    look(name)
    kept.push(AsyncLocalStorage.snapshot())
    return name + id
  }
  const transforms = [keeping('first'), undefined, keeping('third'), keeping('fourth')]
  steps('transforms keep what they see', 4, transforms, ({ traced, look }) => {
    const fn = () => { look('fn'); kept.forEach((within, i) => within(look, 'kept ' + i)) }
    for (const id of [1, 2]) traced.traceSync(fn, { id })
    look('after')
    kept.forEach((within, i) => within(look, 'kept ' + i))
  })
  steps('a transform enters other values', 2, [
    undefined,
    (message, { storages, other }) => { storages[0].enterWith('changed'); other.enterWith('stays'); return 'second' }
  ], ({ traced, look }) => {
    traced.traceSync(() => { look('fn') }, { id: 1 })
    look('after')
  })
  steps('transforms change the context', 3, [
    undefined,
    (message, { storages, other }) => { storages[0].enterWith('changed'); other.enterWith('stays'); return 'second' },
    (message, { storages }) => { storages[1].disable(); return 'third' }
  ], ({ traced, storages, look }) => {
    storages[2].enterWith('outer')
    traced.traceSync(() => { look('fn') }, { id: 1 })
    look('after')
  })
  steps('a storage with methods of its own from a transform on', 2, [
    (message, { storages }) => {
      storages[1].withScope = undefined
      storages[1].enterWith = function (value) {
        AsyncLocalStorage.prototype.enterWith.call(this, value && ['own', value])
      }
      return 'first'
    }
  ], ({ traced, storages, look }) => {
    traced.traceSync(() => { look('fn') }, { id: 1 })
    look('after')
  })
  steps('what is bound changes from trace to trace', 3, [], ({ traced, storages, other, look }) => {
    const { start } = traced
    const [first, second, third] = storages
    const trace = (id) => { traced.traceSync(() => { look(id) }, { id }) }
    trace('as bound')
    start.bindStore(second, ({ id }) => id + ' transformed')
    trace('with a transform')
    start.bindStore(second)
    trace('without it again')
    start.unbindStore(first)
    start.bindStore(other)
    trace('another in its place')
    start.unbindStore(third)
    start.bindStore(third)
    trace('bound anew')
    start.bindStore(first, () => { start.unbindStore(other); start.bindStore(third, () => 'late') })
    trace('a transform changes what is bound')
    trace('changed')
    look('after')
  })
  steps('a storage with a getStore of its own from a trace on', 3, [], ({ traced, storages, other, look }) => {
    const trace = (id) => { traced.traceSync(() => { look(id) }, { id }) }
    trace('plainly')
    storages[1].getStore = function () {
      traced.start.bindStore(other, () => 'bound by getStore')
      return AsyncLocalStorage.prototype.getStore.call(this)
    }
    trace('with a getStore of its own')
    delete storages[1].getStore
    trace('without it')
  })
  steps('a storage with methods of its own from a trace on', 3, [], ({ traced, storages, look }) => {
    const trace = (id) => { traced.traceSync(() => { look(id) }, { id }) }
    trace('plainly')
    storages[1].withScope = undefined
    storages[1].enterWith = function (value) { AsyncLocalStorage.prototype.enterWith.call(this, ['own', value]) }
    trace('with methods of its own')
    delete storages[1].enterWith
    delete storages[1].withScope
    trace('without them')
  })
  console.log(JSON.stringify(seen))
`

const onNode = JSON.parse(runCode(NODE, folder, 'Node', STEPS).stdout)

for (const [host, runner] of Object.entries(RUNNERS)) {
  t.test(host, async (t) => {
    const { stdout, stderr } = runCode(runner, folder, host.replaceAll(' ', '-'), STEPS)
    const seen = stdout === '' ? {} : JSON.parse(stdout)
    t.same(Object.keys(seen), Object.keys(onNode), stderr)
    for (const [title, noted] of Object.entries(onNode)) t.same(seen[title], noted, title)
  })
}

t.test('a trace on Deno leaves the very context that was', async (t) => {
  const { stdout, stderr } = runCode(RUNNERS['Deno without permissions']!, folder, 'very-context', `
    import { AsyncLocalStorage } from 'node:async_hooks'
    import { tracingChannel, withScope, withStoreScope } from 'tracescope'
    const { getAsyncContext } = Deno[Deno.internal].core
    const storages = [1, 2, 3].map(() => new AsyncLocalStorage())
    const traced = tracingChannel('very context')
    const left = []
    const within = () => {
      const before = getAsyncContext()
      traced.traceSync(() => {}, {})
      left.push(getAsyncContext() === before)
      withStoreScope(traced.start, {})[Symbol.dispose]()
      left.push(getAsyncContext() === before)
      withScope(storages[0], {}).dispose()
      left.push(getAsyncContext() === before)
    }
    // A new storage is a disabled one there.
    for (const storage of storages) storage.run(1, () => {})
    for (const storage of storages) {
      traced.start.bindStore(storage)
      within()
      new AsyncLocalStorage().run('ambient', within)
    }
    console.log(left.every(Boolean) && left.length)
  `)
  t.equal(stdout.trim(), '18', stderr)
})

t.test('a call on Bun is made in the run of its stores', async (t) => {
  const { stdout, stderr } = runCode(RUNNERS['Bun']!, folder, 'in-run', `
    import { AsyncLocalStorage } from 'node:async_hooks'
    import { tracingChannel } from 'tracescope'
    const traced = tracingChannel('in run')
    for (const storage of [1, 2, 3].map(() => new AsyncLocalStorage())) traced.start.bindStore(storage)
    const stack = () => new Error('stack').stack
    const stacks = [traced.traceSync(stack, {}), await traced.tracePromise(async () => stack(), {})]
    console.log(stacks.map((stack) => stack.match(/\\bat run\\b/g)?.length).join())
  `)
  t.equal(stdout.trim(), '3,3', stderr)
})
