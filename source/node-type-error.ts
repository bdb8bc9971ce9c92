/** A `TypeError` with a code, as Node makes them: the code shows in the stack and in toString(), and is no part of `name`. */
export function nodeTypeError(code: string, message: string): TypeError {
  const error = new TypeError(message)
  return Object.defineProperties(error, {
    code: { value: code, enumerable: true, writable: true, configurable: true },
    stack: { value: error.stack?.replace(/^TypeError/, `TypeError [${code}]`), writable: true, configurable: true },
    toString: { value: toStringWithCode, writable: true, configurable: true }
  })
}

function toStringWithCode(this: TypeError & { code: string }): string {
  return `${this.name} [${this.code}]: ${this.message}`
}
