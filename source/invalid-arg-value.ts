import { inspect } from './inspect.js'
import { nodeTypeError } from './node-type-error.js'

/**
 * Node's own kind of complaint about an option that is none of those there are: a `TypeError` with
 * `code: 'ERR_INVALID_ARG_VALUE'`, worded as Node words it.
 *
 * @param name    the property, as the caller knows it, e.g. `'options.behaviour'`
 * @param choices what it may be
 * @param actual  what was given
 */
export function invalidArgValue(name: string, choices: readonly string[], actual: string): TypeError {
  const list = choices.map((choice) => `'${choice}'`).join(', ')
  const received = inspect(actual)
  const shown = received.length > MAX_LENGTH ? `${received.slice(0, MAX_LENGTH)}...` : received
  return nodeTypeError('ERR_INVALID_ARG_VALUE', `The property '${name}' must be one of: ${list}. Received ${shown}`)
}

const MAX_LENGTH = 128
