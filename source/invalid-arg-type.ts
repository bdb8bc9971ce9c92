import { AsyncResource } from 'node:async_hooks'
import { basename } from 'node:path'
import { inspect } from './inspect.js'
import { nodeTypeError } from './node-type-error.js'

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
  return nodeTypeError('ERR_INVALID_ARG_TYPE', `The "${name}" ${kind} must be ${expected}. Received ${received(actual)}`)
}

/** Throws {@link invalidArgType} unless `value` is a function. */
export function assertFunction(name: string, value: unknown): asserts value is Function {
  if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value)
}

/** How the host describes a value that it refuses: taken from its own refusal, as the wording differs between versions. */
function received(value: unknown): string {
  try {
    // By what does nothing else: fake timers, for one, take whatever they are given.
    if (typeof value === 'string') AsyncResource.prototype.bind(value as never)
    else basename(value as never)
  } catch (error) {
    const [, description] = /Received (.*)$/s.exec((error as Error).message) ?? []
    if (description !== undefined) return description
  }
  return inWordsOfNode(value)
}

/** For hosts that refuse in words of their own. */
function inWordsOfNode(value: any): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value === 'function') return `function ${value.name}`
  if (typeof value === 'object') return value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 })
  const shown = inspect(value)
  return `type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`
}
