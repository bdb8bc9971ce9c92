import { makeFrameWay } from './frame.js'
import { portable } from './portable.js'
import { behavesAsPublicMethods } from './probe.js'
import { makeResourceWay } from './resource.js'
import type { ContextWay } from './way.js'

const makers: Record<ContextWay['name'], () => ContextWay | undefined> = {
  frame: makeFrameWay,
  resource: makeResourceWay,
  portable: () => portable
}

/** The way into the asynchronous context that is used in this process. */
export let way: ContextWay = choose(process.env['TRACESCOPE_CONTEXT'])

/**
 * How stores are entered in this process, found out by trying when tracescope is loaded:
 *
 * - `'frame'`: one new AsyncContextFrame for all stores of a trace, left by a pointer (Node 24 and later)
 * - `'resource'`: on the current resource of async_hooks, looked up once (Node 20 and 22)
 * - `'portable'`: by the storages' public methods, on any other host
 *
 * The environment variable `TRACESCOPE_CONTEXT` forces one of them; loading tracescope throws when it can't be used.
 */
export let contextBackend: 'frame' | 'resource' | 'portable' = way.name

function choose(wanted: string | undefined): ContextWay {
  if (!wanted) return usable('frame') ?? usable('resource') ?? portable
  if (!Object.hasOwn(makers, wanted)) {
    throw new TypeError(`TRACESCOPE_CONTEXT must be one of portable, resource, frame; it is '${wanted}'`)
  }
  const chosen = usable(wanted as ContextWay['name'])
  if (chosen === undefined) throw new Error(`TRACESCOPE_CONTEXT=${wanted} can't be used: this host has no such way into its context`)
  return chosen
}

function usable(name: ContextWay['name']): ContextWay | undefined {
  const made = attempt(makers[name])
  // Should a job or a timer show a difference later, what has been entered until then still knows how to be left.
  const giveUp = (): void => {
    way = portable
    contextBackend = way.name
  }
  return made === undefined || made === portable || behavesAsPublicMethods(made, giveUp) ? made : undefined
}

function attempt(make: () => ContextWay | undefined): ContextWay | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
