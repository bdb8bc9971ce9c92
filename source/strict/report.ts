import type { Opening } from './opening.js'

/** What can be wrong with a scope. */
export type Code = 'TRACESCOPE_UNDISPOSED' | 'TRACESCOPE_ESCAPED' | 'TRACESCOPE_OUT_OF_ORDER' | 'TRACESCOPE_WRONG_CONTEXT'

/** Whether what can be thrown is thrown, rather than reported. */
export const throws = process.env['TRACESCOPE_STRICT'] === 'throw'

const reported = new Set<string>()

/** The error that tells of a misuse: with its code, and the stack of where the scope was opened. */
export function misuse(code: Code, message: string, opening: Opening): Error {
  const error = new Error(message)
  error.name = 'TracescopeWarning'
  // The detail is what a process prints of a warning, next to its message.
  return Object.assign(error, { code, detail: opening.stack, stack: `TracescopeWarning [${code}]: ${message}\n${opening.stack}` })
}

/** Reports a misuse by a process warning, once per place in the code. */
export function report(code: Code, message: string, opening: Opening): void {
  const key = `${code} ${opening.place}`
  if (reported.has(key)) return
  reported.add(key)
  process.emitWarning(misuse(code, message, opening))
}
