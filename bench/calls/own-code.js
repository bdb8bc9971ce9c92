let made = 0

/**
 * Makes a function of source text. No two share their code or what V8 learns of it: the texts differ, so that V8 has no
 * compiled one to take. In programs each library's call, and each agent's subscriber and transform, is code of its own.
 *
 * @param {string} expression what the function is, an expression
 * @param {Record<string, unknown>} means what it can name
 * @returns {any}
 */
export function ownCode(expression, means = {}) {
  return new Function(...Object.keys(means), `/* ${made++} */ return ${expression}`)(...Object.values(means))
}
