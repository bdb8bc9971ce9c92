import { changesBetween, nearest } from '../nearest.js'
import { callOf } from './call.js'
import { report } from './report.js'

/**
 * Tells what is wrong with what was given to `subscribe` of a tracing channel or a bounded one. `method` is what the
 * user has called.
 */
export function checkHandlers(method: Function, events: readonly string[], handlers: unknown): void {
  if (typeof handlers === 'function' && !events.some((event) => event in handlers)) {
    tell(method, `a function, which nothing is ever called of: pass { ${events.join(', ')} }, any of them`)
  } else if (typeof handlers === 'object' && handlers !== null) {
    for (const [name, meant] of unknownHandlers(handlers, events)) {
      tell(method, `a handler '${name}', and there is no such event: did you mean '${meant}'?`)
    }
  }
}

const MOST_TYPOS = 2

/** An instance of a class may have functions of its own besides. */
function unknownHandlers(handlers: object, events: readonly string[]): Array<[name: string, meant: string]> {
  const prototype: unknown = Object.getPrototypeOf(handlers)
  const isPlain = prototype === null || Object.getPrototypeOf(prototype) === null
  return Object.keys(handlers)
    .filter((name) =>
      !events.includes(name) && typeof Object.getOwnPropertyDescriptor(handlers, name)?.value === 'function')
    .map((name): [string, string] => [name, nearest(name, events)])
    .filter(([name, meant]) => isPlain || changesBetween(name.toLowerCase(), meant.toLowerCase()) <= MOST_TYPOS)
}

function tell(method: Function, what: string): void {
  const call = callOf(method)
  if (call !== undefined) report('TRACESCOPE_UNKNOWN_HANDLER', `subscribe was given ${what}`, call)
}
