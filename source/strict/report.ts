import { choices } from '../environment.js'
import { hostIsOfThisRealm } from '../host/methods.js'
import { Object } from '../primordials.js'
import { whySitesAreHidden } from './call-sites.js'
import { failProcess } from './exit-code.js'

/** What can be wrong with a scope, and with a trace, its subscribers or options. */
export type Code =
  | 'TRACESCOPE_UNDISPOSED' | 'TRACESCOPE_ESCAPED' | 'TRACESCOPE_OUT_OF_ORDER' | 'TRACESCOPE_WRONG_CONTEXT'
  | 'TRACESCOPE_PENDING_RESULT' | 'TRACESCOPE_NO_PROMISE' | 'TRACESCOPE_NO_CALLBACK' | 'TRACESCOPE_NO_ITERATION'
  | 'TRACESCOPE_BAD_CONTEXT' | 'TRACESCOPE_SHARED_CONTEXT' | 'TRACESCOPE_UNKNOWN_HANDLER' | 'TRACESCOPE_UNKNOWN_OPTION'
  | 'TRACESCOPE_ENTER_WITH'

const modes = choices('TRACESCOPE_STRICT')

/** Whether what can be thrown is thrown, rather than reported. */
export const throws = modes.includes('throw')

/** Whether `enterWith` is reported, too. */
export const watchesEnterWith = modes.includes('enterWith')

/** Whether a process in which something was wrong is to fail. */
const fails = throws || modes.includes('exit')

const reported = new Set<string>()
let untaken: Error[] = []

/** Where something was opened: file, line and column, and the lines of the stack from there on. */
interface Place {
  readonly place: string
  readonly stack: string
}

/** The error that tells of a misuse, to be thrown: with its code, and the stack of where the scope was opened. */
export function misuse(code: Code, message: string, opening: Place): Error {
  if (fails) failProcess()
  return errorOf(code, message, opening)
}

function errorOf(code: Code, message: string, { stack: detail }: Place): Error {
  const error = new Error(message)
  // Assigned: to define it would, on Node 20, put into words what it was.
  error.stack = `${TYPE} [${code}]: ${message}\n${detail}`
  // Not by assignment, which a frozen prototype refuses.
  for (const [key, value] of Object.entries({ name: TYPE, code, detail })) {
    Object.defineProperty(error, key, { value, writable: true, configurable: true, enumerable: true })
  }
  return error
}

const TYPE = 'TracescopeWarning'

/** Reports a misuse by a process warning, once per place in the code. */
export function report(code: Code, message: string, opening: Place): void {
  const key = `${code} ${opening.place}`
  if (reported.has(key)) return
  reported.add(key)
  const error = errorOf(code, message, opening)
  untaken.push(error)
  warn(error, code, opening.stack)
  if (fails) failProcess()
}

/**
 * In words where errors are of another realm than the host's, as in the tests of some runners: it takes these for no
 * errors.
 */
function warn(error: Error, code: Code, detail: string): void {
  // The detail is what a process prints of a warning, next to its message.
  if (hostIsOfThisRealm) process.emitWarning(error)
  else process.emitWarning(error.message, { type: TYPE, code, detail })
  // Warnings are printed in the next tick, which there is none of when `process.exit()` is called before it.
  unsaid.add(error)
  process.nextTick(() => unsaid.delete(error))
}

const unsaid = new Set<Error>()

process.on('exit', () => { for (const error of unsaid) process.emit('warning', error) })

/** Gives what was reported since it was last asked for. */
export function takeReports(): Error[] {
  const taken = untaken
  untaken = []
  return taken
}

let isBlind = false

/** Says, once, that the program has hidden the frames of stacks. */
export function reportBlind(): void {
  if (isBlind) return
  isBlind = true
  process.emitWarning(`tracescope/strict checks nothing from here on: ${whySitesAreHidden()}, ` +
    "so it can't see where scopes are opened")
}
