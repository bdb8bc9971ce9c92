import { variable } from '../environment.js'
import { apply, Error } from '../primordials.js'
import type { BoundStores, Store } from '../types.js'
import { storagesUseAsyncHooks } from './storages-use-async-hooks.js'
import type { Backend } from './backend.js'
import { makeFrameBackend } from './frame/frame-backend.js'
import { findFrameClass } from './frame/frame-class.js'
import { behavesAsPublicMethods } from './frame/frame-probe.js'
import { isNative, untouched } from './native-store.js'
import { backendOfOtherRuntimes } from './other-runtimes.js'
import { portable } from './portable/portable-backend.js'
import { makeResourceBackend } from './resource/resource-backend.js'
import { behavesAsMethodsOf } from './resource/resource-probe.js'
import type { ResourceStore } from './resource/resource-store.js'
import { newStandIn, onStandIn } from './resource/stand-in.js'

/** How stores are entered in this process. */
export let backend: Backend = choose(variable('TRACESCOPE_CONTEXT'))

/**
 * How stores are entered in this process, found out by trying:
 *
 * - `'frame'`: one new AsyncContextFrame for all stores of a trace, left by a pointer (Node 24 and later)
 * - `'resource'`: on the current resource of async_hooks, looked up once (Node 20 and 22)
 * - `'portable'`: by the storages' public methods, on any other host
 *
 * The environment variable `TRACESCOPE_CONTEXT` forces one of them; loading tracescope throws when this host does not
 * have it. Any other value is a process warning, and forces none.
 */
export let contextBackend: 'frame' | 'resource' | 'portable' = backend.name

function choose(wanted: Backend['name'] | undefined): Backend {
  if (wanted === undefined) return defaultBackend()
  const chosen = usable(wanted)
  if (
    chosen === undefined
  ) throw new Error(`TRACESCOPE_CONTEXT=${wanted} can't be used: this host has no such way into its context`)
  return chosen
}

function defaultBackend(): Backend {
  if (!untouched) return portable
  return storagesUseAsyncHooks ? untried() : usable('frame') ?? backendOfOtherRuntimes()
}

/** A backend, if this host has it and it does there what the public methods do. */
function usable(name: Backend['name']): Backend | undefined {
  if (name === 'portable') return portable
  return name === 'frame' ? usableFrameBackend() : usableResourceBackend(newStandIn())
}

function usableFrameBackend(): Backend | undefined {
  try {
    const FrameType = findFrameClass()
    const made = FrameType && makeFrameBackend(FrameType)
    return made !== undefined && behavesAsPublicMethods(made, FrameType!) ? made : undefined
  } catch {
    return undefined
  }
}

function usableResourceBackend(store: Store): Backend | undefined {
  try {
    if (!storagesUseAsyncHooks) return undefined
    return onStandIn(store as ResourceStore, (standIn) => {
      const made = makeResourceBackend(standIn)
      return made !== undefined && behavesAsMethodsOf(standIn, made) ? made : undefined
    })
  } catch {
    return undefined
  }
}

/**
 * Tries the resource backend for the first storage that is entered: not before someone uses one. From when on the
 * current resource is asked for, the host has to keep it for each callback, and shows that in stacks.
 */
function untried(): Backend {
  const tryFor = (store: Store): Backend => use(usableResourceBackend(store) ?? portable)
  return {
    name: 'resource',

    enter(stores, message, style) {
      const store = firstNative(stores)
      return store === undefined ? null : tryFor(store).enter(stores, message, style)
    },

    enterOne: (store, value) => tryFor(store).enterOne(store, value),

    isolate: (...args) => apply(use(usable('resource') ?? portable).isolate, backend, args)
  }
}

function firstNative(stores: BoundStores): Store | undefined {
  let first: Store | undefined
  stores.forEach((_transform, store) => {
    if (first === undefined && isNative(store)) first = store
  })
  return first
}

function use(chosen: Backend): Backend {
  backend = chosen
  contextBackend = chosen.name
  return chosen
}
