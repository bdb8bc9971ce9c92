import { AsyncLocalStorage } from 'node:async_hooks'
import type { Method } from './steps.js'

const { getStore } = AsyncLocalStorage.prototype

/** What kind of storage: the host's own, those of agents, and what is only shaped like one. */
export type StorageKind = 'plain' | 'default' | 'subclass' | 'agent' | 'run only' | 'scope only'

/** Something that can be bound to a channel, and whose value can be read without anyone noticing. */
export interface TestStorage {
  /** What is bound and called. */
  readonly storage: any
  /** The value that its users see. */
  read(): unknown
}

/** Makes a storage that writes down which of its own methods are called, if it has any. */
export function newStorage(kind: StorageKind, note: (call: string) => void): TestStorage {
  switch (kind) {
    case 'plain': return plain(new AsyncLocalStorage())
    case 'default': return plain(new (AsyncLocalStorage as any)({ defaultValue: 'default' }))
    case 'subclass': return plain(new LoggingStorage(note))
    case 'agent': {
      const storage = new AgentStorage(note)
      return { storage, read: () => storage.read() }
    }
    case 'run only': {
      const inner = new AsyncLocalStorage<any>()
      return {
        storage: {
          run(value: unknown, fn: (...args: any[]) => unknown, ...args: any[]) {
            note('run')
            return inner.run(value, fn, ...args)
          },
          disable() { inner.disable() }
        },
        read: () => inner.getStore()
      }
    }
    case 'scope only': {
      const inner: any = new AsyncLocalStorage()
      const withScope = (value: unknown): unknown => {
        note('withScope')
        return inner.withScope(value)
      }
      return { storage: { withScope, disable: () => inner.disable() }, read: () => inner.getStore() }
    }
  }
}

function plain(storage: AsyncLocalStorage<any>): TestStorage {
  return { storage, read: () => Reflect.apply(getStore, storage, []) }
}

/** Has own methods, which do nothing of their own. */
class LoggingStorage extends AsyncLocalStorage<any> {
  readonly #note: (call: string) => void

  constructor(note: (call: string) => void) {
    super()
    this.#note = note
  }

  override run(value: any, fn: (...args: any[]) => any, ...args: any[]): any {
    this.#note('run')
    return super.run(value, fn, ...args)
  }

  override enterWith(value: unknown): void {
    this.#note('enterWith')
    super.enterWith(value)
  }

  override getStore(): unknown {
    this.#note('getStore')
    return super.getStore()
  }
}

/** As tracing agents have it: what is entered is a handle, and the values are kept beside it. */
class AgentStorage extends AsyncLocalStorage<any> {
  readonly #note: (call: string) => void
  readonly #values = new WeakMap<object, unknown>()

  constructor(note: (call: string) => void) {
    super()
    this.#note = note
  }

  override enterWith(value: unknown): void {
    this.#note('enterWith')
    const handle = {}
    this.#values.set(handle, value)
    super.enterWith(handle)
  }

  override getStore(): unknown {
    this.#note('getStore')
    return this.read()
  }

  override run(value: any, fn: (...args: any[]) => any, ...args: any[]): any {
    this.#note('run')
    const prior = this.getStore()
    this.enterWith(value)
    try {
      return fn(...args)
    } finally {
      this.enterWith(prior)
    }
  }

  read(): unknown {
    return this.#values.get(Reflect.apply(getStore, this, []))
  }
}

/** Puts a wrapper that calls `note` in place of a method of a storage or of their prototype, or takes it away. */
export class Patches {
  readonly #patched = new Map<any, Map<Method, PropertyDescriptor | undefined>>()

  toggle(target: any, method: Method, note: (storage: any) => void): void {
    const patched = this.#patched.get(target) ?? new Map<Method, PropertyDescriptor | undefined>()
    this.#patched.set(target, patched)
    if (patched.has(method)) {
      restore(target, method, patched.get(method))
      patched.delete(method)
      return
    }
    const original = target[method]
    if (typeof original !== 'function') return
    patched.set(method, Object.getOwnPropertyDescriptor(target, method))
    const wrapper = function (this: any, ...args: unknown[]): unknown {
      note(this)
      return Reflect.apply(original, this, args)
    }
    Object.defineProperty(target, method, { value: wrapper, writable: true, configurable: true, enumerable: false })
  }

  undo(): void {
    for (const [target, patched] of this.#patched) {
      for (const [method, descriptor] of patched) restore(target, method, descriptor)
    }
    this.#patched.clear()
  }
}

function restore(target: any, method: Method, descriptor: PropertyDescriptor | undefined): void {
  if (descriptor) Object.defineProperty(target, method, descriptor)
  else delete target[method]
}
