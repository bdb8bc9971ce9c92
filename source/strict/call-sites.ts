/** The stack above a function that is on it: as it is printed, and frame by frame. */
export interface Stack {
  /** The lines of the frames. Put into words when it is asked for: that takes its time, where there are source maps. */
  readonly text: string
  readonly sites: readonly NodeJS.CallSite[]
}

/** Whether Error lets the call sites of a stack be seen: not with `--frozen-intrinsics`, after what is preloaded by `--require`. */
export function stacksCanBeSeen(): boolean {
  return !Object.isFrozen(Error)
}

/** Gives the stack above `below`; all of it, if that is not on it. */
export function stackAbove(below: Function): Stack {
  const { stackTraceLimit } = Error
  // Whoever is asked for has to be found, however deep.
  Reflect.set(Error, 'stackTraceLimit', 200)
  const trace = new Error()
  Error.captureStackTrace(trace, below)
  const sites = sitesAbove(below)
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  return {
    sites,
    get text() { return trace.stack!.split('\n').slice(1, 1 + LINES).join('\n') }
  }
}

const LINES = 10

function sitesAbove(below: Function): readonly NodeJS.CallSite[] {
  const prepare = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  const holder: { stack?: any } = {}
  // By Reflect, as it can't be set once Error is frozen: then there are no sites.
  Reflect.set(Error, 'prepareStackTrace', (_error: Error, sites: readonly NodeJS.CallSite[]) => sites)
  Error.captureStackTrace(holder, below)
  const { stack } = holder
  if (prepare === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
  else Object.defineProperty(Error, 'prepareStackTrace', prepare)
  return Array.isArray(stack) ? stack : []
}
