import { inspect } from 'node:util'

/**
 * Node's own kind of complaint about an argument: a `TypeError` with `code: 'ERR_INVALID_ARG_TYPE'`, worded as Node
 * words it.
 *
 * @param name     the argument, as the caller knows it
 * @param expected what belongs there, e.g. `'of type function'` or `'an instance of Channel'`
 * @param actual   what was given
 */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError {
  const kind = name.includes('.') ? 'property' : 'argument'
  const error = new TypeError(`The "${name}" ${kind} must be ${expected}. Received ${received(actual)}`)
  return Object.defineProperties(error, {
    code: { value: 'ERR_INVALID_ARG_TYPE', enumerable: true, writable: true, configurable: true },
    // Node shows the code in the stack and in toString() without making it part of `name`.
    stack: { value: error.stack?.replace(/^TypeError/, 'TypeError [ERR_INVALID_ARG_TYPE]'), writable: true, configurable: true },
    toString: { value: toStringWithCode, writable: true, configurable: true }
  })
}

/** Throws {@link invalidArgType} unless `value` is a function. */
export function assertFunction(name: string, value: unknown): asserts value is Function {
  if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value)
}

function toStringWithCode(this: TypeError & { code: string }): string {
  return `${this.name} [${this.code}]: ${this.message}`
}

function received(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'function') return `function ${value.name}`
  if (typeof value === 'object') {
    const constructor = value.constructor?.name
    return constructor ? `an instance of ${constructor}` : inspect(value, { depth: -1 })
  }
  const shown = inspect(value, { colors: false })
  return `type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`
}
