import type { EnterStyle } from './context/backend.js'
import { dispose, Error, Object, SuppressedError } from './primordials.js'

// Where two errors meet, as where fn throws and then a store can't be left, a scope throws both: that is what `using`
// means.

/** An error to be thrown once all is left. */
export interface Failure {
  readonly error: unknown
}

const MESSAGE = 'An error was suppressed during disposal'

/**
 * What Node 26 throws where an error comes on the way out of another one; on hosts without SuppressedError an error
 * that looks the same.
 */
export function suppress(error: unknown, suppressed: unknown): unknown {
  if (SuppressedError !== undefined) return new SuppressedError(error, suppressed, MESSAGE)
  const hidden = { writable: true, configurable: true }
  return Object.defineProperties(new Error(MESSAGE), {
    name: { value: 'SuppressedError', ...hidden },
    error: { value: error, ...hidden },
    suppressed: { value: suppressed, ...hidden }
  })
}

/** What is to be thrown for an error that comes after another one, if there was one. */
export function afterFailure(error: unknown, before: Failure | undefined): Failure {
  return { error: before === undefined ? error : suppress(error, before.error) }
}

/**
 * What is thrown where an error comes on the way out of another one: both by scopes, the last one alone by nested calls
 * of `run`.
 */
export function both(style: EnterStyle, error: unknown, suppressed: unknown): unknown {
  return style === 'scope' ? suppress(error, suppressed) : error
}

/** Disposes a scope after an error. Gives what is to be thrown: that error, or both where disposing fails as well. */
export function disposeAfter(scope: Disposable, error: unknown): unknown {
  try {
    scope[dispose]()
    return error
  } catch (another) {
    return suppress(another, error)
  }
}
