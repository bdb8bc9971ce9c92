/**
 * Has sides take turns in rounds: what a machine does besides comes and goes more slowly than a round takes, and meets all
 * of them alike.
 *
 * @template Result
 * @param {Record<string, (round: number) => Result | Promise<Result>>} sides
 * @param {{ rounds: number, warmUp?: number, isAlternating?: boolean, step?: () => void }} how so many rounds count, after
 *   those of a warm-up. Alternating, the order of the sides is the opposite in each round. `step` is called after each round
 *   that counts
 * @returns {Promise<Record<string, Result[]>>}
 */
export async function inTurns(sides, { rounds, warmUp = 0, isAlternating = false, step }) {
  const names = Object.keys(sides)
  /** @type {Record<string, Result[]>} */
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = -warmUp; round < rounds; round++) {
    if (isAlternating) names.reverse()
    for (const name of names) {
      const result = await sides[name](round)
      if (round >= 0) results[name].push(result)
    }
    if (round >= 0) step?.()
  }
  return results
}
