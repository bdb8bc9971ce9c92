import { isAsyncFunction, isGeneratorFunction } from 'node:util/types'
import { fileOf, isIsolate, isLoader, isNewPromise, isNext, isOfProgram, isRun, isRunInAsyncScope } from './sites.js'

/** A function that was on a stack. */
export interface StackFunction {
  /** Where it begins: the same one has the same when it is on another stack. */
  readonly id: string
  readonly name: string | undefined
  /** Whether it is known to have ended when it returned. Of a function in strict code, as modules are, nobody knows. */
  readonly isSync: boolean
}

/** Those whom the value of a scope reaches: its opener, and who has called it, directly or not. */
export interface Callers {
  /** The opener first. Any but the last that keeps the scope when it waits or returns has leaked it into the next. */
  readonly functions: readonly StackFunction[]
  /** What ends them, beneath the last. */
  readonly end: End
}

/**
 * - `turn`: nothing but the host, which gives each call from the event loop a context of its own;
 * - `run`: a call that puts back one storage or some, of which the stack does not tell whether the scope's is among
 *   them;
 * - `generator`: the last one is a generator, which may go on later;
 * - `loader`: the last one is the host's code that loads modules;
 * - `isolate`: somewhere on the stack. What it calls may be there for the sake of its arguments alone.
 */
export type End = 'turn' | 'run' | 'generator' | 'loader' | 'isolate'

/** Gives those whom the value of a scope reaches that is opened with this stack. */
export function callersOf(sites: readonly NodeJS.CallSite[]): Callers {
  const functions: StackFunction[] = []
  const ended = (end: End): Callers => ({ functions, end })
  if (sites.some(isIsolate)) return ended('isolate')
  for (let i = 0; i < sites.length; i++) {
    const site = sites[i]!
    if (isOfProgram(site)) {
      functions.push(functionOf(site))
    } else if (isNext(site) && functions.length > 0) {
      const wrapper = wrapperOfAsync(sites, i)
      if (wrapper === undefined) return ended('generator')
      functions.push({ ...functions.pop()!, name: nameOf(sites[wrapper]) })
      i = wrapper
    } else if (isLoader(site)) {
      functions.push(functionOf(site))
      return ended('loader')
    } else if (isRunInAsyncScope(site)) {
      return ended('turn')
    } else if (isRun(site, sites[i + 1])) {
      return ended('run')
    }
  }
  return ended('turn')
}

/** Whether nobody but the opener has the value. */
export function isContained({ functions, end }: Callers): boolean {
  return end === 'isolate' || (functions.length <= 1 && end !== 'generator')
}

/** Whether one of the callers may have the scope, and go on with it in a later turn. */
export function mayGoOn({ end }: Callers): boolean {
  return end === 'turn' || end === 'generator'
}

/**
 * Whether one of the callers may be an async function that waits, and disposes the scope later, while a module is
 * loaded.
 */
export function mayWait({ functions, end }: Callers): boolean {
  return end === 'loader' && !functions.slice(0, -1).every(({ isSync }) => isSync)
}

/** The functions of the program on a stack. */
export function functionsOn(sites: readonly NodeJS.CallSite[]): StackFunction[] {
  return sites.filter(isOfProgram).map(functionOf)
}

/**
 * An async function that was compiled to a generator for older hosts is that generator, a helper that makes the first
 * step in a `new Promise`, and the function that calls the helper. Gives where the last is on the stack, if `next` is
 * that step.
 */
function wrapperOfAsync(sites: readonly NodeJS.CallSite[], next: number): number | undefined {
  let i = next + 1
  while (i < next + 4 && sites[i] !== undefined && isOfProgram(sites[i]!)) i++
  const wrapper = sites[i + 2]
  return i > next + 1 && wrapper !== undefined && isNewPromise(sites[i]!) && isOfProgram(wrapper) ? i + 2 : undefined
}

function functionOf(site: NodeJS.CallSite): StackFunction {
  const fn = site.getFunction()
  return {
    id: `${fileOf(site) ?? site.getScriptHash()}:${site.getEnclosingLineNumber()}:${site.getEnclosingColumnNumber()}`,
    name: nameOf(site),
    isSync: fn !== undefined && !isAsyncFunction(fn) && !isGeneratorFunction(fn)
  }
}

function nameOf(site: NodeJS.CallSite | undefined): string | undefined {
  return site?.getFunctionName() || undefined
}
