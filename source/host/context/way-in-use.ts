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
  const giveUp = (): void => { way = portable }
  return made === undefined || made === portable || behavesAsPublicMethods(made, giveUp) ? made : undefined
}

function attempt(make: () => ContextWay | undefined): ContextWay | undefined {
  try {
    return make()
  } catch {
    return undefined
  }
}
