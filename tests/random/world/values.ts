/** The values that go around in a program: one of each type, and of what a trace may take for something else. */
export const VALUES = [
  'text', 'object', 'error', 'undefined', 'null', 'zero', 'empty text', 'number', 'true', 'false', 'not a number',
  'bigint', 'symbol', 'array', 'frozen', 'function', 'promise'
] as const
/** Values that are read easily, and `undefined`. */
export const LETTERS = ['a', 'b', 'c', 'undefined'] as const
export type ValueKind = typeof VALUES[number] | typeof LETTERS[number]

/** Makes a value. Objects are new each time: they are told apart. */
export function makeValue(kind: ValueKind): unknown {
  switch (kind) {
    case 'a':
    case 'b':
    case 'c':
    case 'text': return kind
    case 'object': return { a: 1 }
    case 'error': return newError()
    case 'undefined': return undefined
    case 'null': return null
    case 'zero': return 0
    case 'empty text': return ''
    case 'number': return 7
    case 'true': return true
    case 'false': return false
    case 'not a number': return NaN
    case 'bigint': return 1n
    case 'symbol': return Symbol('value')
    case 'array': return [1, 2]
    case 'frozen': return Object.freeze({ a: 1 })
    case 'function': return function made(_a: unknown) {}
    case 'promise': return Promise.resolve('settled')
  }
}

/** An error that looks the same whoever called: a stack has functions of the host's in it, and is printed with it. */
function newError(): RangeError {
  const error = Object.assign(new RangeError('made here'), { code: 'MADE' })
  error.stack = 'made somewhere'
  return error
}
