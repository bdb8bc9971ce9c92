import { Reflect } from '../primordials.js'
/** The stack above a function that is on it: as it is printed, and frame by frame. */
export interface Stack {
  /** The lines of the frames. Put into words when it is asked for: that takes its time, where there are source maps. */
  readonly text: string
  /** The frames of calls that are running: not those that only wait. `undefined` where they can't be had. */
  readonly sites: readonly NodeJS.CallSite[] | undefined
}

// The program may have others in their place.
const { captureStackTrace } = Error

/** Why the call sites of a stack can't be had, as with `--frozen-intrinsics`; `undefined` if they can. */
export function whySitesAreHidden(): string | undefined {
  const sites = sitesAbove(whySitesAreHidden)
  if (
    sites === undefined
  ) return Object.isFrozen(Error) ? 'Error is frozen' : 'the program keeps Error.prepareStackTrace'
  // Deno's call sites have less than Node's.
  return sites.every((site) => 'getEnclosingLineNumber' in site)
    ? undefined
    : 'the host does not show where functions begin'
}

/** Gives the stack above `below`; all of it, if that is not on it. */
export function stackAbove(below: Function): Stack {
  const trace: { stack?: unknown } = new Error()
  // Whoever is asked for has to be found, however deep.
  const sites = withError('stackTraceLimit', 200, () => {
    captureStackTrace(trace, below)
    return sitesAbove(below)
  })
  return {
    sites,
    get text() { return (linesOf(trace) ?? sites?.map((site) => `    at ${site}`) ?? []).slice(0, LINES).join('\n') }
  }
}

const LINES = 10

/** As the host puts them, or what the program has for that; not if that gives something else, or throws. */
function linesOf(trace: { stack?: unknown }): string[] | undefined {
  try {
    const lines = String(trace.stack).split('\n').filter((line) => /^\s+at /.test(line))
    return lines.length > 0 ? lines : undefined
  } catch {
    return undefined
  }
}

function sitesAbove(below: Function): readonly NodeJS.CallSite[] | undefined {
  let seen: readonly NodeJS.CallSite[] | undefined
  const prepare = (_error: Error, sites: readonly NodeJS.CallSite[]): void => { seen = running(sites) }
  withError('prepareStackTrace', prepare, () => {
    const holder: { stack?: unknown } = {}
    captureStackTrace(holder, below)
    return holder.stack
  })
  return seen
}

/** Calls a function while a property of Error has a value, if it can be given one. Setters are not called. */
function withError<Result>(key: 'prepareStackTrace' | 'stackTraceLimit', value: unknown, fn: () => Result): Result {
  const before = Object.getOwnPropertyDescriptor(Error, key)
  Reflect.defineProperty(Error, key, { value, configurable: before?.configurable ?? true })
  try {
    return fn()
  } finally {
    if (before === undefined) Reflect.deleteProperty(Error, key)
    else Reflect.defineProperty(Error, key, before)
  }
}

function running(sites: readonly NodeJS.CallSite[]): readonly NodeJS.CallSite[] {
  const end = sites.findIndex((site) => site.isAsync())
  return end < 0 ? sites : sites.slice(0, end)
}
