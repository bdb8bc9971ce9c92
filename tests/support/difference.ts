const BEFORE = 5
const AROUND = 150

/** Where two transcripts part, with the lines before it; or `undefined` if they don't. */
export function firstDifference(stock: readonly string[], seen: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(stock.length, seen.length) }).findIndex((_, index) =>
    stock[index] !== seen[index])
  if (at === -1) return undefined
  const [expected = 'nothing', actual = 'nothing'] = [stock[at], seen[at]]
  const column = [...expected].findIndex((character, index) => character !== actual[index])
  const part = (line: string): string => line.slice(Math.max(column - AROUND, 0), Math.max(column, 0) + AROUND)
  return [
    `DIFFERENT at line ${at + 1} of ${stock.length} (${seen.length})`,
    ...stock.slice(Math.max(at - BEFORE, 0), at).map((line) => `    ${line.slice(0, AROUND)}`),
    `  - ${part(expected)}`,
    `  + ${part(actual)}`,
    ...seen.slice(at + 1, at + 1 + BEFORE).map((line) => `    ${line.slice(0, AROUND)}`)
  ].join('\n')
}
