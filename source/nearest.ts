/** The one of some words that takes the fewest changes of a letter to come to from `word`, in either case. */
export function nearest(word: string, known: readonly string[]): string {
  const [first, ...others] =
    known.map((candidate) => ({ candidate, changes: changesBetween(word.toLowerCase(), candidate.toLowerCase()) }))
  return others.reduce((best, other) => other.changes < best.changes ? other : best, first!).candidate
}

/** How many letters have to be put in, left out or replaced: the distance of Levenshtein. */
export function changesBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const next = [i]
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (from[i - 1] === to[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[to.length]!
}
