import { inspect } from './inspect.js'
import { nodeTypeError } from './node-type-error.js'

/**
 * Node's own kind of complaint about an option of the right type that can't be: a `TypeError` with
 * `code: 'ERR_INVALID_ARG_VALUE'`, worded as Node words it.
 *
 * @param name     the property, as the caller knows it, e.g. `'options.behaviour'`
 * @param expected what it may be: the choices, or in words
 * @param actual   what was given
 */
export function invalidArgValue(name: string, expected: readonly string[] | string, actual: unknown): TypeError {
  const wanted = typeof expected === 'string' ? expected : `one of: ${expected.map((choice) => `'${choice}'`).join(', ')}`
  const received = inspect(actual)
  const shown = received.length > MAX_LENGTH ? `${received.slice(0, MAX_LENGTH)}...` : received
  return nodeTypeError('ERR_INVALID_ARG_VALUE', `The property '${name}' must be ${wanted}. Received ${shown}`)
}

const MAX_LENGTH = 128
