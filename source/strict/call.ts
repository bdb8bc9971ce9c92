import { stackAbove } from './call-sites.js'
import { reportBlind } from './report.js'
import { fileOf, isOfPackage, isOfProgram } from './sites.js'

/** Where the program has called something. */
export interface Call {
  /** File, line and column. */
  readonly place: string
  /** The lines of the stack, from there on. */
  readonly stack: string
}

/**
 * Methods of the API that functions made by `instrument` call for the program. Of the host's methods the package calls
 * some to try them.
 */
const ofApi = new WeakSet<Function>()

/** Notes a method of the API. */
export function noteOfApi(method: Function): void {
  ofApi.add(method)
}

/**
 * The call of a method that is on the stack; `undefined` if it is the host's or the package's own, which is no concern
 * of the program.
 */
export function callOf(method: Function): Call | undefined {
  const stack = stackAbove(method)
  if (stack.sites === undefined) {
    reportBlind()
    return undefined
  }
  const [first] = stack.sites
  const site = ofApi.has(method) && isOfPackage(first) ? stack.sites.find(isOfProgram) : first
  if (site === undefined || !isOfProgram(site)) return undefined
  return {
    place: `${fileOf(site)}:${site.getLineNumber()}:${site.getColumnNumber()}`, get stack() { return stack.text }
  }
}
