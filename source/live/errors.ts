/** An error of Node's kind, with a code. */
function withCode<Of extends Error>(code: string, error: Of): Of {
  return Object.assign(error, { code })
}

/** See `errors.ts`, which asks the host for its words. */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError {
  const kind = name.includes('.') ? 'property' : 'argument'
  return withCode('ERR_INVALID_ARG_TYPE', new TypeError(`The "${name}" ${kind} must be ${expected}. ` +
    `Received ${received(actual)}`))
}

export function assertFunction(name: string, value: unknown): asserts value is Function {
  if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value)
}

function received(value: any): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value === 'function') return `function ${value.name}`
  if (typeof value === 'object') return `an instance of ${value.constructor?.name}`
  return `type ${typeof value} (${typeof value === 'string' ? `'${value}'` : String(value)})`
}

/** The complaint where a storage can't be entered but by a function that is run: never is it pretended. */
export function cannotEnter(what: string, instead: string, cause?: unknown): Error {
  return withCode('ERR_METHOD_NOT_IMPLEMENTED', new Error(`The ${what} method is not implemented on this host: ` +
    `use ${instead}`, { cause }))
}

const { reportError } = globalThis as { reportError?: (error: unknown) => void }

/** Surfaces an error as one that nobody has caught, on a host that has no next tick. */
export function report(error: unknown): void {
  if (typeof reportError === 'function') reportError(error)
  else queueMicrotask(() => { throw error })
}
