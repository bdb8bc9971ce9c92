import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import * as tracescope from 'tracescope'

// What a host's own channels and storages do where hosts differ, and what tracescope does on it: the cells of
// docs/host-differences.md.

/** What each method does: by the host's own, and by tracescope where that has the method. */
export type Found = Record<string, { host: string, tracescope?: string }>

type Look = (channels: any) => unknown

let count = 0
const newName = (): string => `differences ${count++}`
const host: any = dc
const later = (milliseconds = 0): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds) })
const yesOrNo = (is: unknown): string => is ? 'yes' : 'no'
const whatOf = async (fn: () => unknown): Promise<string> => {
  try {
    return String(await fn())
  } catch {
    return 'throws'
  }
}

class Subclass<T> extends Promise<T> {}

/** What a trace of a value gives: the value itself, or what it was made into. */
function kindOf(result: any, value: unknown): string {
  if (result === value) return 'itself'
  // A rejection is nobody's here.
  if (typeof result?.then === 'function') result.then(() => {}, () => {})
  if (result instanceof Subclass) return 'another of the subclass'
  return result instanceof Promise ? 'a native promise' : 'something else'
}

const tracePromise = ({ tracingChannel }: any, value: unknown): string => {
  const traced = tracingChannel(newName())
  traced.subscribe({ start() {} })
  return kindOf(traced.tracePromise(() => value, {}), value)
}

/** By host and by tracescope. */
const ofTraces: Record<string, Look> = {
  'TracingChannel#hasSubscribers': ({ tracingChannel }) => {
    const traced = tracingChannel(newName())
    if (!('hasSubscribers' in traced)) return 'missing'
    return typeof traced.hasSubscribers === 'function' ? 'a method' : 'a value'
  },
  '`hasSubscribers` of a channel with a store alone': ({ tracingChannel }) => {
    const { start } = tracingChannel(newName())
    start.bindStore(new AsyncLocalStorage())
    return typeof start.hasSubscribers === 'function' ? start.hasSubscribers() : start.hasSubscribers
  },
  'a bound store alone makes a trace live': ({ tracingChannel }) => {
    const storage = new AsyncLocalStorage()
    const traced = tracingChannel(newName())
    traced.start.bindStore(storage)
    return yesOrNo(traced.traceSync(() => storage.getStore(), {}) !== undefined)
  },
  'a subscriber of `start` throws': ({ tracingChannel }) => {
    const seen: string[] = []
    const traced = tracingChannel(newName())
    traced.start.subscribe(() => { throw new Error('of a subscriber') })
    traced.start.subscribe(() => { seen.push('others') })
    const called = traced.traceSync(() => true, {})
    return called && seen.length === 1 ? 'the call goes on' : 'the call goes on, others hear nothing'
  },
  'a transform throws': ({ tracingChannel }) => {
    const traced = tracingChannel(newName())
    traced.start.bindStore(new AsyncLocalStorage(), () => { throw new Error('of a transform') })
    traced.subscribe({ start() {} })
    return traced.traceSync(() => 'the call goes on', {})
  },
  'order of stores': ({ tracingChannel }) => {
    const seen: string[] = []
    const traced = tracingChannel(newName())
    for (const name of ['first', 'last']) traced.start.bindStore(new AsyncLocalStorage(), () => { seen.push(name) })
    traced.subscribe({ start() {} })
    traced.traceSync(() => {}, {})
    return seen[0] === 'first' ? 'as bound' : 'last bound first'
  },
  'a transform sees': ({ tracingChannel }) => {
    const storages = [new AsyncLocalStorage(), new AsyncLocalStorage()]
    const seen: unknown[] = []
    const traced = tracingChannel(newName())
    storages.forEach((storage, i) => {
      traced.start.bindStore(storage, () => {
        seen[i] = storages[1 - i]!.getStore()
        return 'entered'
      })
    })
    traced.subscribe({ start() {} })
    traced.traceSync(() => {}, {})
    if (seen[1] === 'entered') return 'the stores bound before'
    return seen[0] === 'entered' ? 'the stores bound after' : 'none of the others'
  },
  'traceCallback without `position`': ({ tracingChannel }) => callbackAt(tracingChannel, undefined),
  'traceCallback at position -1': ({ tracingChannel }) => callbackAt(tracingChannel, -1),
  'traceCallback gives back what the callback returned': ({ tracingChannel }) => {
    const traced = tracingChannel(newName())
    traced.subscribe({ start() {} })
    const fn = (callback: () => unknown): unknown => callback()
    return yesOrNo(traced.traceCallback(fn, 0, {}, undefined, () => 'returned') === 'returned')
  },
  'tracePromise of a value gives': (channels) => tracePromise(channels, 'value'),
  'tracePromise of a thenable gives': (channels) => tracePromise(channels, {
    then(resolve: (value: unknown) => void) { resolve(1) }
  }),
  'tracePromise of a subclass of Promise gives': (channels) => tracePromise(channels, Subclass.resolve(1)),
  'stores of `asyncStart` in tracePromise': async ({ tracingChannel }) => {
    const storage = new AsyncLocalStorage()
    let seen: unknown
    const traced = tracingChannel(newName())
    traced.asyncStart.bindStore(storage, () => 'entered')
    traced.subscribe({ asyncStart() { seen = storage.getStore() } })
    await traced.tracePromise(async () => {}, {})
    return seen === 'entered' ? 'entered' : 'not entered'
  },
  'a subscriber of a channel that nobody holds': async ({ tracingChannel }) => {
    const gc = globalThis.gc ?? (globalThis as any).Bun?.gc
    if (gc === undefined) return 'not tried'
    const name = newName()
    let heard = false
    ;(() => { tracingChannel(name).subscribe({ start() { heard = true } }) })()
    for (let i = 0; i < 20; i++) {
      gc(true)
      await later(5)
    }
    tracingChannel(name).traceSync(() => {}, {})
    return heard ? 'stays' : 'is collected'
  }
}

function callbackAt(tracingChannel: any, position: number | undefined): string {
  let heard = false
  const traced = tracingChannel(newName())
  traced.subscribe({ asyncStart() { heard = true } })
  traced.traceCallback((_first: number, callback: () => void) => { callback() }, position, {}, undefined, 1, () => {})
  return heard ? 'the last argument' : 'not traced'
}

/** Of storages, which tracescope leaves to the host. */
const ofStorages: Record<string, () => unknown> = {
  'AsyncLocalStorage#withScope': () => yesOrNo('withScope' in AsyncLocalStorage.prototype),
  'AsyncLocalStorage#enterWith': () => {
    const storage = new AsyncLocalStorage()
    return storage.run('outer', () => {
      storage.enterWith('entered')
      return storage.getStore() === 'entered' ? 'enters' : 'does nothing'
    })
  },
  '`run` with the value that is current, and `enterWith` in it': () => {
    const storage = new AsyncLocalStorage()
    return storage.run('same', () => {
      storage.run('same', () => { storage.enterWith('changed') })
      return storage.getStore() === 'same' ? 'put back' : 'stays'
    })
  },
  'what is entered in another storage during `run`': () => {
    const other = new AsyncLocalStorage()
    return new AsyncLocalStorage().run('outer', () => {
      new AsyncLocalStorage().run('inner', () => { other.enterWith('entered') })
      return other.getStore() === 'entered' ? 'stays' : 'put back'
    })
  },
  'a snapshot, once the storage is disabled': () => {
    const storage = new AsyncLocalStorage()
    return storage.run('kept', () => {
      const within = AsyncLocalStorage.snapshot()
      storage.disable()
      return within(() => storage.getStore()) === 'kept' ? 'keeps the value' : 'has none'
    })
  },
  'a snapshot, once the storage was disabled and used again': () => {
    const storage = new AsyncLocalStorage()
    return storage.run('kept', () => {
      const within = AsyncLocalStorage.snapshot()
      storage.disable()
      return storage.run('again', () => within(() => storage.getStore())) === 'kept' ? 'keeps the value' : 'has none'
    })
  },
  '`run(undefined)` with a default value': () => {
    const storage = new AsyncLocalStorage({ defaultValue: 'default' } as never)
    if (storage.getStore() !== 'default') return 'no default values'
    return storage.run(undefined, () => storage.getStore()) === undefined ? '`undefined`' : 'the default value'
  },
  'a step of an async generator that was queued': async () => {
    const storage = new AsyncLocalStorage()
    const iterator = storage.run('kept', () => (async function* () {
      for (let i = 0; i < 2; i++) yield storage.getStore()
    })())
    const steps = await storage.run('kept', () => Promise.all([iterator.next(), iterator.next()]))
    return steps[1]!.value === 'kept' ? 'keeps the context' : 'has no context'
  }
}

/** Of what only some hosts have. */
const ofModules: Record<string, Look> = {
  'boundedChannel, withStoreScope': (channels) => yesOrNo(typeof channels.boundedChannel === 'function' &&
    ('withStoreScope' in channels || 'withStoreScope' in channels.Channel.prototype))
}

export async function differences(): Promise<Found> {
  const { process } = globalThis as { process?: { on?(event: string, listener: () => void): void } }
  // Where errors surface is another matter: see `npm run test:hosts`.
  try {
    process?.on?.('uncaughtException', () => {})
  } catch {}
  const found: Found = {}
  for (const [name, look] of Object.entries({ ...ofTraces, ...ofModules })) {
    found[name] = { host: await whatOf(() => look(host)), tracescope: await whatOf(() => look(tracescope)) }
  }
  for (const [name, look] of Object.entries(ofStorages)) found[name] = { host: await whatOf(look) }
  await later(20)
  return found
}
