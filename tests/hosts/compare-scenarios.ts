import type { Test } from 'tap'
import { inNoEnginesWords } from '../support/engine-words.js'
import { DIFFERENCES } from './differences.js'
import { recorded, type Transcripts } from './scenario-hosts.js'

/** What surfaces is told apart: each host does so at a time of its own. Jest hears it before the test does. */
function apart(host: string, lines: readonly string[] = []): Record<string, readonly string[]> {
  const words = inNoEnginesWords(lines, !host.startsWith('Bun'))
  const surfacing = /^(uncaughtException|unhandledRejection|warning) /
  return {
    seen: words.filter((line) => !surfacing.test(line)),
    ...!host.startsWith('Jest') && { surfaced: words.filter((line) => surfacing.test(line)) }
  }
}

/** Compares transcripts with those of Node 26.10: all are equal but those in the list, and none of those is. */
export function compareWithRecorded(t: Test, host: string, ours: Transcripts): void {
  const differ: string[] = []
  for (const [name, lines] of Object.entries(recorded)) {
    const isSame = JSON.stringify(apart(host, ours[name])) === JSON.stringify(apart(host, lines))
    const listed = DIFFERENCES.filter(({ hosts, scenarios }) => hosts.test(host) && scenarios.includes(name))
    const reasons = listed.map(({ reason }) => reason)
    if (reasons.length === 0) t.same(apart(host, ours[name]), apart(host, lines), name)
    else if (isSame) t.fail(`${name} is the same, and in the list: ${reasons.join('; ')}`)
    else t.pass(`${name} differs: ${reasons.join('; ')}`)
    if (!isSame) differ.push(name)
  }
  t.comment(`${Object.keys(recorded).length - differ.length} of ${Object.keys(recorded).length} scenarios are the same`)
}
