// What bundlers take for browsers, by the condition `browser` of package.json: the same API where there is no
// diagnostics_channel, and so nobody who could listen. Functions are called, and that is all. A storage that somebody
// has, as on Next's edge, is entered by its own methods. Arguments aren't checked: it is to be small. The types are
// those of `index.ts`.

type Fn = (...args: any[]) => unknown

// `using` that is compiled for browsers without it looks for the second one.
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('Symbol.dispose')

export class RunScope {
  #leave: (() => void) | undefined

  constructor(storage?: any, value?: unknown) {
    if (typeof storage?.enterWith !== 'function') return
    const prior = storage.getStore()
    try {
      storage.enterWith(value)
    } catch (cause: any) {
      if (!/not implemented/.test(cause?.message)) throw cause
      const message = 'The withScope() method is not implemented on this host: use storage.run(value, fn)'
      throw Object.assign(new Error(message, { cause }), { code: 'ERR_METHOD_NOT_IMPLEMENTED' })
    }
    this.#leave = () => storage.enterWith(prior)
  }

  dispose(): void {
    const leave = this.#leave
    this.#leave = undefined
    leave?.()
  }

  [dispose](): void { this.dispose() }
}

class Silent {
  get hasSubscribers(): boolean { return false }
  subscribe(): void {}
  unsubscribe(): boolean { return false }
}

export class Channel extends Silent {
  readonly name: string | symbol
  constructor(name: string | symbol) { super(); this.name = name }
  bindStore(): void {}
  unbindStore(): boolean { return false }
  publish(): void {}
  runStores(_message: unknown, fn: Fn, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }
}

const channels = new Map<string | symbol, Channel>()

export function channel(name: string | symbol): Channel {
  let found = channels.get(name)
  if (!found) channels.set(name, found = new Channel(name))
  return found
}

class Channels extends Silent {
  constructor(nameOrChannels: any, ...events: string[]) {
    super()
    for (const event of events) {
      (this as any)[event] = nameOrChannels[event] ?? channel(`tracing:${nameOrChannels}:${event}`)
    }
  }
}

export class BoundedChannel extends Channels {
  constructor(nameOrChannels: unknown) { super(nameOrChannels, 'start', 'end') }
  withScope(): RunScope { return new RunScope() }
  run(_context: unknown, fn: Fn, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }
}

export class TracingChannel extends Channels {
  constructor(nameOrChannels: unknown) { super(nameOrChannels, 'start', 'end', 'asyncStart', 'asyncEnd', 'error') }
  traceSync(fn: Fn, _context?: unknown, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }

  tracePromise(fn: Fn, _context?: unknown, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }

  trace(fn: Fn, _context?: unknown, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }

  traceIterator(fn: Fn, _context?: unknown, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }

  traceUntil(fn: Fn, _until: Fn, _context?: unknown, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }

  traceCallback(fn: Fn, _position?: number, _context?: unknown, thisArg?: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(fn, thisArg, args)
  }
}

export const boundedChannel = (nameOrChannels: unknown): BoundedChannel => new BoundedChannel(nameOrChannels)
export const tracingChannel = (nameOrChannels: unknown): TracingChannel => new TracingChannel(nameOrChannels)
export const withScope = (storage: any, value: unknown): RunScope =>
  typeof storage?.withScope === 'function' ? storage.withScope(value) : new RunScope(storage, value)
export const withStoreScope = (_channel: unknown, _message: unknown): RunScope => new RunScope()
export const instrument = (_channel: unknown, fn: Fn): Fn => fn
export const isolate = (fn: Fn, thisArg?: unknown, ...args: unknown[]): unknown => {
  const call = (): unknown => Reflect.apply(fn, thisArg, args)
  const { AsyncLocalStorage } = globalThis as { AsyncLocalStorage?: { snapshot?(): (call: Fn) => unknown } }
  return AsyncLocalStorage?.snapshot ? AsyncLocalStorage.snapshot()(call) : call()
}
export const hasSubscribers = (_name: string | symbol): boolean => false
export const subscribe = (_name: string | symbol, _subscriber: Fn): void => {}
export const unsubscribe = (_name: string | symbol, _subscriber: Fn): boolean => false
export const contextBackend = 'portable'
export const install = (): object => ({
  active: false, behaviour: 'host', storages: false, contextBackend, left: [], uninstall: (): string[] => [],
  [dispose](): void {}
})

export default {
  BoundedChannel, boundedChannel, Channel, channel, contextBackend, hasSubscribers, install, instrument, isolate,
  RunScope, subscribe, TracingChannel, tracingChannel, unsubscribe, withScope, withStoreScope
}
