import { AsyncLocalStorage } from 'node:async_hooks'
import { apart } from '../context/probe.js'
import { entersByRun } from '../host/methods.js'
import { is, Object } from '../primordials.js'
import type { AnyFunction, Store } from '../types.js'
import { currentFrame } from './context-size.js'
import { replaceMethod } from './counting-method.js'
import { expected, isEnteredByWindow } from './expected.js'
import type { Count, Ledger } from './ledger.js'
import { KINDS, keyOf } from './shapes.js'

const prototype = AsyncLocalStorage.prototype as unknown as Store & { exit: AnyFunction }

/** The methods of storages that matter to how they are entered. */
const METHODS = ['run', 'enterWith', 'exit', 'withScope', 'getStore'] as const

/** The methods of a storage that are not AsyncLocalStorage's. */
export function ownMethodsOf(store: Store): string[] {
  return METHODS.filter((name) => (store as any)[name] !== (prototype as any)[name])
}

/** Whether the shim hands a storage to the host. On a host with frames it may have a `getStore` of its own. */
export function isLeftToHost(store: Store): boolean {
  return store.run !== prototype.run || store.enterWith !== prototype.enterWith ||
    store.withScope !== prototype.withScope ||
    (currentFrame === undefined && store.getStore !== prototype.getStore)
}

/** Whether a window enters a store by a method that is counted: by `withScope`, or, up to Node 26.2, by `run`. */
export function isEnteredByCounted(store: Store): boolean {
  return entersByRun ? store.run === prototype.run : store.withScope === prototype.withScope
}

const RUN = KINDS.indexOf('run')
const RUN_CURRENT = KINDS.indexOf('run (current value)')
const EXIT = KINDS.indexOf('exit')
const ENTER_WITH = KINDS.indexOf('enterWith')
const WITH_SCOPE = KINDS.indexOf('AsyncLocalStorage#withScope')

/** Counts the calls of AsyncLocalStorage's own methods. */
export function countStorages(ledger: Ledger): void {
  const { getStore } = prototype
  /** What was counted last, and of which storage. */
  let lastStore: Store | undefined
  let lastCount: Count | undefined

  const count = (store: Store, kind: number): void => {
    const frame = currentFrame?.()
    const isHeld = frame !== undefined && frame.has(store)
    lastCount = ledger.ofStorage(store).add(keyOf(kind, frame?.size ?? 0, isHeld, 0, 0, isLeftToHost(store) ? 1 : 0, 0))
    lastStore = store
  }

  /** Whether `run` has nothing to do. A `getStore` of the program's own is not called for that. */
  const isCurrent = (store: Store, value: unknown): boolean => {
    try {
      return is(Reflect.apply(getStore, store, []), value)
    } catch {
      return false
    }
  }

  const expectEnter = (store: Store, value: unknown): void => {
    if (store.enterWith !== prototype.enterWith) return
    expected.enter = store
    expected.value = value
  }

  const isStorage = (value: unknown): value is Store => typeof value === 'object' && value !== null

  const runEnters = currentFrame !== undefined && runIsMadeOfEnterWith()

  replaceMethod(prototype, 'run', (host) => ({
    run(this: Store, data: unknown): unknown {
      if (!isStorage(this)) return Reflect.apply(host, this, arguments)
      const hasNothingToDo = isCurrent(this, data)
      if (expected.exit === this) expected.exit = undefined
      else if (!entersByRun || !isEnteredByWindow(this)) count(this, hasNothingToDo ? RUN_CURRENT : RUN)
      // What an `enterWith` of the program's own calls is a call of the program's.
      if (
        !runEnters || hasNothingToDo || this.enterWith !== prototype.enterWith
      ) return Reflect.apply(host, this, arguments)
      expectEnter(this, data)
      lastStore = undefined
      try {
        return Reflect.apply(host, this, arguments)
      } finally {
        // The last thing that it did was to enter the value from before.
        if (lastStore === this) lastCount!.calls--
        lastStore = undefined
      }
    }
  }).run)

  replaceMethod(prototype, 'exit', (host) => ({
    exit(this: Store): unknown {
      if (!isStorage(this)) return Reflect.apply(host, this, arguments)
      count(this, EXIT)
      if (!runEnters || this.run !== prototype.run) return Reflect.apply(host, this, arguments)
      expected.exit = this
      return Reflect.apply(host, this, arguments)
    }
  }).exit)

  replaceMethod(prototype, 'enterWith', (host) => ({
    enterWith(this: Store, data: unknown): unknown {
      if (expected.leaves) expected.leaves = false
      else if (expected.enter === this && is(expected.value, data)) expected.enter = expected.value = undefined
      else if (isStorage(this)) count(this, ENTER_WITH)
      return Reflect.apply(host, this, arguments)
    }
  }).enterWith)

  replaceMethod(prototype, 'withScope', (host) => ({
    withScope(this: Store, data: unknown): unknown {
      if (!isStorage(this)) return Reflect.apply(host, this, arguments)
      if (entersByRun || !isEnteredByWindow(this)) count(this, WITH_SCOPE)
      expectEnter(this, data)
      return Reflect.apply(host, this, arguments)
    }
  }).withScope)

  countNoDisposals()
}

/** Where there are frames `run` calls `enterWith` twice, but on Node 24.0. */
function runIsMadeOfEnterWith(): boolean {
  return apart((newStorage) => {
    let calls = 0
    const storage = newStorage()
    const { enterWith } = prototype
    Object.defineProperty(storage, 'enterWith', { value(data: unknown) {
      calls++
      Reflect.apply(enterWith, storage, [data])
    } })
    storage.run(1, () => {})
    return calls === 2
  })
}

/** The host's scopes enter the value from before by `enterWith`, whenever they are disposed. */
function countNoDisposals(): void {
  if (prototype.withScope === undefined) return
  const scope: object = apart((newStorage) => Object.getPrototypeOf((newStorage() as unknown as Store).withScope!(1)))
  replaceMethod(scope, 'dispose', (host) => ({
    dispose(): unknown {
      expected.leaves = true
      try {
        return Reflect.apply(host, this, arguments)
      } finally {
        expected.leaves = false
      }
    }
  }).dispose)
}
