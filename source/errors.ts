import { basename } from 'node:path'
import { AsyncResource } from './host/async-hooks.js'
import { util } from './host/host-module.js'
import { match, Object, TypeError } from './primordials.js'

/** `inspect` of node:util. */
export function inspect(value: unknown, options?: { readonly depth: number }): string {
  return util().inspect(value, options)
}

/**
 * A `TypeError` with a code, as Node makes them: the code shows in the stack and in toString(), and is no part of
 * `name`.
 */
function nodeTypeError(code: string, message: string): TypeError {
  const error = new TypeError(message)
  return Object.defineProperties(error, {
    code: { value: code, enumerable: true, writable: true, configurable: true },
    stack: { value: withCode(error.stack, code), writable: true, configurable: true },
    toString: { value: toStringWithCode, writable: true, configurable: true }
  })
}

/** The stack of an error with its code. A program may have it made as something else than a text. */
function withCode(stack: unknown, code: string): unknown {
  const afterName = typeof stack === 'string' ? match(/^TypeError(.*)$/s, stack) : null
  return afterName === null ? stack : `TypeError [${code}]${afterName[1]}`
}

function toStringWithCode(this: TypeError & { code: string }): string {
  return `${this.name} [${this.code}]: ${this.message}`
}

/**
 * Node's own kind of complaint about an argument: a `TypeError` with `code: 'ERR_INVALID_ARG_TYPE'`, worded as Node
 * words it.
 *
 * @param name     the argument, as the caller knows it
 * @param expected what belongs there, e.g. `'of type function'` or `'an instance of Channel'`
 * @param actual   what was given
 */
export function invalidArgType(name: string, expected: string, actual: unknown): TypeError {
  const kind = match(/\./, name) !== null ? 'property' : 'argument'
  return nodeTypeError('ERR_INVALID_ARG_TYPE', `The "${name}" ${kind} must be ${expected}. ` +
    `Received ${received(actual)}`)
}

/** Throws {@link invalidArgType} unless `value` is a function. */
export function assertFunction(name: string, value: unknown): asserts value is Function {
  if (typeof value !== 'function') throw invalidArgType(name, 'of type function', value)
}

/**
 * How the host describes a value that it refuses: taken from its own refusal, as the wording differs between versions.
 */
function received(value: unknown): string {
  try {
    // By what does nothing else: fake timers, for one, take whatever they are given.
    if (typeof value === 'string') AsyncResource.prototype.bind(value as never)
    else basename(value as never)
  } catch (error) {
    const description = match(/Received (.*)$/s, (error as Error).message)
    if (description !== null) return description[1]!
  }
  return inWordsOfNode(value)
}

/** For hosts that refuse in words of their own. */
function inWordsOfNode(value: any): string {
  if (value === undefined || value === null) return String(value)
  if (typeof value === 'function') return `function ${value.name}`
  if (
    typeof value === 'object'
  ) return value.constructor?.name ? `an instance of ${value.constructor.name}` : inspect(value, { depth: -1 })
  const shown = inspect(value)
  return `type ${typeof value} (${shown.length > 28 ? `${shown.slice(0, 25)}...` : shown})`
}

/**
 * Node's own kind of complaint about an option of the right type that can't be: a `TypeError` with
 * `code: 'ERR_INVALID_ARG_VALUE'`, worded as Node words it.
 *
 * @param name     the property, as the caller knows it, e.g. `'options.behaviour'`
 * @param expected what it may be: the choices, or in words
 * @param actual   what was given
 */
export function invalidArgValue(name: string, expected: readonly string[] | string, actual: unknown): TypeError {
  const wanted = typeof expected === 'string'
    ? expected
    : `one of: ${expected.map((choice) => `'${choice}'`).join(', ')}`
  const received = inspect(actual)
  const shown = received.length > MAX_LENGTH ? `${received.slice(0, MAX_LENGTH)}...` : received
  return nodeTypeError('ERR_INVALID_ARG_VALUE', `The property '${name}' must be ${wanted}. Received ${shown}`)
}

/**
 * A complaint of the same kind about an option that does not exist, with the one that may have been meant.
 *
 * @param name  the property, as the caller knows it, e.g. `'options.contxt'`
 * @param meant the option with the name nearest to it
 */
export function unknownOption(name: string, meant: string): TypeError {
  return nodeTypeError('ERR_INVALID_ARG_VALUE', `The property '${name}' is no option that there is. ` +
    `Did you mean '${meant}'?`)
}

const MAX_LENGTH = 128
