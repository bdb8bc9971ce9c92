/**
 * Has sides take turns in rounds: what a machine does besides comes and goes more slowly than a round takes, and meets
 * all of them alike. So many rounds count, after those that are uncounted; alternating, the order of the sides is the
 * opposite in each. `step` is called after each that counts.
 *
 * @template Result
 * @param {Record<string, () => Result | Promise<Result>>} sides
 * @param {{ rounds: number, uncounted?: number, isAlternating?: boolean, step?: () => void }} how
 * @returns {Promise<Record<string, Result[]>>} the results of each side
 */
export async function inTurns(sides, { rounds, uncounted = 0, isAlternating = false, step }) {
  const names = Object.keys(sides)
  /** @type {Record<string, Result[]>} */
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = -uncounted; round < rounds; round++) {
    if (isAlternating) names.reverse()
    for (const name of names) {
      const result = await sides[name]()
      if (round >= 0) results[name].push(result)
    }
    if (round >= 0) step?.()
  }
  return results
}
