import { AsyncLocalStorage } from 'node:async_hooks'
import type { BoundStores, Store } from '../types.js'
import { storagesUseAsyncHooks } from './async-hooks.js'
import { behavesAsPublicMethods } from './frame-probe.js'
import { makeFrameWay } from './frame.js'
import { isPlain, untouched } from './plain.js'
import { portable } from './portable.js'
import { behavesAsMethodsOf, watchWhatFollows } from './resource-probe.js'
import type { ResourceStore } from './resource-values.js'
import { makeResourceWay } from './resource.js'
import type { ContextWay } from './way.js'

/** The way into the asynchronous context that is used in this process. */
export let way: ContextWay = choose(process.env['TRACESCOPE_CONTEXT'])

/** How stores are left that were entered without a record. It stays when another way is fallen back to: what was entered has to be left. */
export let leaveUnrecorded: ContextWay['leaveUnrecorded'] = way.leaveUnrecorded

/**
 * How stores are entered in this process, found out by trying:
 *
 * - `'frame'`: one new AsyncContextFrame for all stores of a trace, left by a pointer (Node 24 and later)
 * - `'resource'`: on the current resource of async_hooks, looked up once (Node 20 and 22)
 * - `'portable'`: by the storages' public methods, on any other host
 *
 * The environment variable `TRACESCOPE_CONTEXT` forces one of them; loading tracescope throws when it can't be used.
 */
export let contextBackend: 'frame' | 'resource' | 'portable' = way.name

function choose(wanted: string | undefined): ContextWay {
  if (!wanted) return defaultWay()
  if (wanted !== 'frame' && wanted !== 'resource' && wanted !== 'portable') {
    throw new TypeError(`TRACESCOPE_CONTEXT must be one of portable, resource, frame; it is '${wanted}'`)
  }
  const chosen = usable(wanted)
  if (chosen === undefined) throw new Error(`TRACESCOPE_CONTEXT=${wanted} can't be used: this host has no such way into its context`)
  return chosen
}

function defaultWay(): ContextWay {
  if (!untouched) return portable
  return storagesUseAsyncHooks ? untried() : usable('frame') ?? portable
}

/** A way, if this host has it and it does there what the public methods do. */
function usable(name: ContextWay['name']): ContextWay | undefined {
  if (name === 'portable') return portable
  return name === 'frame' ? usableFrameWay() : usableResourceWay(new AsyncLocalStorage() as unknown as Store)
}

function usableFrameWay(): ContextWay | undefined {
  try {
    const made = makeFrameWay()
    return made !== undefined && behavesAsPublicMethods(made, fallBack) ? made : undefined
  } catch {
    return undefined
  }
}

function usableResourceWay(store: Store): ContextWay | undefined {
  try {
    const storage = store as ResourceStore
    const made = makeResourceWay(storage)
    return made !== undefined && behavesAsMethodsOf(storage, made) ? made : undefined
  } catch {
    return undefined
  }
}

/** Tries the resource way on the first storage that is entered: not before someone uses one, for what that costs. */
function untried(): ContextWay {
  const tryWith = (store: Store): ContextWay => use(usableResourceWay(store) ?? portable)
  const watch = (store: Store): void => {
    if (way !== portable) watchWhatFollows(store as ResourceStore, fallBack)
  }
  return {
    name: 'resource',

    enter(stores, message, manner) {
      return this.enterByRecord(stores, message, manner)
    },

    enterByRecord(stores, message, manner) {
      const store = firstPlain(stores)
      if (store === undefined) return null
      const mark = tryWith(store).enterByRecord(stores, message, manner)
      watch(store)
      return mark
    },

    enterOne(store, value) {
      const entered = tryWith(store).enterOne(store, value)
      watch(store)
      return entered
    },

    isolate: (...args) => use(usable('resource') ?? portable).isolate(...args)
  }
}

function firstPlain(stores: BoundStores): Store | undefined {
  for (const store of stores.keys()) {
    if (isPlain(store)) return store
  }
  return undefined
}

/** What has been entered until then still knows how to be left. */
function fallBack(): void {
  use(portable)
}

function use(chosen: ContextWay): ContextWay {
  way = chosen
  leaveUnrecorded = chosen.leaveUnrecorded ?? leaveUnrecorded
  contextBackend = chosen.name
  return chosen
}
