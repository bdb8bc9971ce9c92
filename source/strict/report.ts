import { variable } from '../environment.js'
import { whySitesAreHidden } from './call-sites.js'

/** What can be wrong with a scope, and with a trace, its subscribers or options. */
export type Code =
  | 'TRACESCOPE_UNDISPOSED' | 'TRACESCOPE_ESCAPED' | 'TRACESCOPE_OUT_OF_ORDER' | 'TRACESCOPE_WRONG_CONTEXT'
  | 'TRACESCOPE_PENDING_RESULT' | 'TRACESCOPE_NO_PROMISE' | 'TRACESCOPE_NO_CALLBACK' | 'TRACESCOPE_NO_ITERATION'
  | 'TRACESCOPE_BAD_CONTEXT' | 'TRACESCOPE_SHARED_CONTEXT' | 'TRACESCOPE_UNKNOWN_HANDLER' | 'TRACESCOPE_UNKNOWN_OPTION'

/** Whether what can be thrown is thrown, rather than reported. */
export const throws = variable('TRACESCOPE_STRICT') === 'throw'

const reported = new Set<string>()

/** Where something was opened: file, line and column, and the lines of the stack from there on. */
interface Place {
  readonly place: string
  readonly stack: string
}

/** The error that tells of a misuse: with its code, and the stack of where the scope was opened. */
export function misuse(code: Code, message: string, opening: Place): Error {
  const error = new Error(message)
  // The detail is what a process prints of a warning, next to its message.
  const { stack: detail } = opening
  // Assigned: to define it would, on Node 20, put into words what it was.
  error.stack = `TracescopeWarning [${code}]: ${message}\n${detail}`
  // Not by assignment, which a frozen prototype refuses.
  for (const [key, value] of Object.entries({ name: 'TracescopeWarning', code, detail })) {
    Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: true })
  }
  return error
}

/** Reports a misuse by a process warning, once per place in the code. */
export function report(code: Code, message: string, opening: Place): void {
  const key = `${code} ${opening.place}`
  if (reported.has(key)) return
  reported.add(key)
  process.emitWarning(misuse(code, message, opening))
}

let isBlind = false

/** Says, once, that the program has hidden the frames of stacks. */
export function reportBlind(): void {
  if (isBlind) return
  isBlind = true
  process.emitWarning(`tracescope/strict checks nothing from here on: ${whySitesAreHidden()}, so it can't see where scopes are opened`)
}
