import { stackAbove } from './call-sites.js'
import { type Callers, callersOf } from './callers.js'
import { reportBlind } from './report.js'
import { fileOf, isOfPackage, noteCopyAt } from './sites.js'

/** Where a scope was opened, and what the stack tells of it. */
export interface Opening {
  /** File, line and column. */
  readonly place: string
  /** The lines of the stack, from there on. */
  readonly stack: string
  /** By the code of a channel, as a part of a trace or of another scope; or nobody can tell. */
  readonly isInternal: boolean
  readonly callers: Callers
}

/** Notes the file of a copy of the package, which is what calls `fn`. */
export function noteCopy(call: (fn: () => void) => void): void {
  const note = (): void => noteCopyAt(stackAbove(note).sites?.[0])
  call(note)
}

/** Looks at where a scope is opened: the frame that called `method`. */
export function openingAt(method: Function): Opening {
  const stack = stackAbove(method)
  if (stack.sites === undefined) reportBlind()
  const sites = stack.sites ?? []
  const [first] = sites
  const file = fileOf(first) ?? 'unknown'
  return {
    place: `${file}:${first?.getLineNumber()}:${first?.getColumnNumber()}`,
    get stack() { return stack.text },
    isInternal: sites.length === 0 || file === 'node:diagnostics_channel' || isOfPackage(first),
    callers: callersOf(sites)
  }
}

/** The place as the stack has it: in the source, where there are source maps. */
export function placeInSource({ stack, place }: Opening): string {
  const [first] = stack.split('\n', 1)
  return /(?:.* \(|^ +at )(.+:\d+:\d+)\)?$/.exec(first!)?.[1] ?? place
}
