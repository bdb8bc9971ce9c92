import { storagesUseAsyncHooks } from './async-hooks.js'
import { makeFrameWay } from './frame.js'
import { untouched } from './plain.js'
import { portable } from './portable.js'
import { behavesAsPublicMethods } from './probe.js'
import { makeResourceWay } from './resource.js'
import type { ContextWay } from './way.js'

/** The way into the asynchronous context that is used in this process. */
export let way: ContextWay = choose(process.env['TRACESCOPE_CONTEXT'])

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
  try {
    const made = name === 'frame' ? makeFrameWay() : makeResourceWay()
    // Should a job or a timer show a difference later, what has been entered until then still knows how to be left.
    return made !== undefined && behavesAsPublicMethods(made, () => use(portable)) ? made : undefined
  } catch {
    return undefined
  }
}

/** Tries the resource way when the first store is entered: not before someone else has used a storage, for what that costs. */
function untried(): ContextWay {
  return {
    name: 'resource',
    enter: (...args) => use(usable('resource') ?? portable).enter(...args),
    enterOne: (...args) => use(usable('resource') ?? portable).enterOne(...args),
    isolate: (...args) => use(usable('resource') ?? portable).isolate(...args)
  }
}

function use(chosen: ContextWay): ContextWay {
  way = chosen
  contextBackend = chosen.name
  return chosen
}
