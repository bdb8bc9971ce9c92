import { stackAbove } from './call-sites.js'
import { reportBlind } from './report.js'

/** Where a scope was opened, and what the stack tells of it. */
export interface Opening {
  /** File, line and column. */
  readonly place: string
  /** The lines of the stack, from there on. */
  readonly stack: string
  /** The function that opened it, if it has a name. */
  readonly opener: string | undefined
  /** By the code of a channel, as a part of a trace or of another scope; or nobody can tell. */
  readonly isInternal: boolean
  /** Nobody below on the stack has the value after it: whoever called puts the context back, or there is no caller. */
  readonly isContained: boolean
  /** In a generator, which may go on later. */
  readonly inGenerator: boolean
}

/** The files of the package's copies. */
const copies = new Set<string>()

/** Notes the file of a copy of the package, which is what calls `fn`. */
export function noteCopy(call: (fn: () => void) => void): void {
  const note = (): void => {
    const file = fileOf(stackAbove(note).sites?.[0])
    if (file !== undefined) copies.add(file)
  }
  call(note)
}

/** Looks at where a scope is opened: the frame that called `method`. */
export function openingAt(method: Function): Opening {
  const stack = stackAbove(method)
  if (stack.sites === undefined) reportBlind()
  const all = stack.sites ?? []
  const end = all.findIndex((site) => site.isAsync())
  const sites = end < 0 ? all : all.slice(0, end)
  const [first] = sites
  const file = fileOf(first) ?? 'unknown'
  return {
    place: `${file}:${first?.getLineNumber()}:${first?.getColumnNumber()}`,
    get stack() { return stack.text },
    opener: first?.getFunctionName() || undefined,
    isInternal: all.length === 0 || file === 'node:diagnostics_channel' || isOfPackage(file),
    isContained: isContained(sites),
    inGenerator: sites.some(isGenerator)
  }
}

/** A copy in a bundle is in one file with its user: then what it opens for itself is watched, too, and is in order. */
function isOfPackage(file: string): boolean {
  return copies.has(file) && /\bdist[\\/](esm|cjs)[\\/]index\.js(\?.*)?$/.test(file)
}

/**
 * `isolate` counts wherever it is on the stack, as what it calls may be there for the sake of its arguments alone;
 * `runInAsyncScope`, which is under much that has nothing to do with scopes, if it is what called the opener.
 */
function isContained(sites: readonly NodeJS.CallSite[]): boolean {
  const caller = sites.slice(1).find((site) => !isRoot(site))
  return caller === undefined || isRunInAsyncScope(caller) || sites.some(isIsolate)
}

function isIsolate(site: NodeJS.CallSite): boolean {
  return site.getFunctionName() === 'isolate' && copies.has(fileOf(site) ?? '')
}

function isRunInAsyncScope(site: NodeJS.CallSite): boolean {
  return site.getFunctionName() === 'runInAsyncScope' && fileOf(site) === 'node:async_hooks'
}

/** Those who call a promise job, a tick or a timer give each a context of its own. */
function isRoot(site: NodeJS.CallSite): boolean {
  return /^node:internal\/(process\/task_queues|timers)$/.test(fileOf(site) ?? '')
}

function isGenerator(site: NodeJS.CallSite): boolean {
  return site.getFunctionName() === 'next' && fileOf(site) === undefined
}

function fileOf(site: NodeJS.CallSite | undefined): string | undefined {
  return site?.getFileName() ?? undefined
}
