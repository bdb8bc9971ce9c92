/** What differs between two runs of the same program, wherever it is written, and what stands for it. */
const OF_THE_RUN: ReadonlyArray<readonly [pattern: RegExp, name: string]> = [
  [/(?<=sample_rand=)0\.\d+/g, 'random'],
  // Ids of traces and spans are random: in hexadecimal, or decimal with dd-trace.
  [/(?<![.\w])(?:[0-9a-f]{32}|[0-9a-f]{16}|\d{14,20})\b/g, 'id'],
  // The ports of the servers are free ones.
  [/(?<=127\.0\.0\.1:)\d{4,5}\b/g, 'port'],
  // Warnings of Node name the process.
  [/(?<=\(node:)\d+(?=\))/g, 'process']
]

/** Lines with the first such value called 1, the second 2 and so on: which of them are the same is still compared. */
export function anonymous(lines: readonly string[]): string[] {
  const names = new Map<string, string>()
  const counts: Record<string, number> = {}
  const nameOf = (kind: string, value: string): string => {
    const known = names.get(`${kind} ${value}`)
    if (known !== undefined) return known
    counts[kind] = (counts[kind] ?? 0) + 1
    const name = `<${kind} ${counts[kind]}>`
    names.set(`${kind} ${value}`, name)
    return name
  }
  const replaceAll = (text: string, [pattern, kind]: typeof OF_THE_RUN[number]): string =>
    text.replace(pattern, (value) => nameOf(kind, value))
  return lines.map((line) => OF_THE_RUN.reduce(replaceAll, line))
}
