import t from 'tap'
import { inNoEnginesWords } from '../support/engine-words.js'
import { DIFFERENCES } from './differences.js'
import { HOSTS, recorded } from './scenario-hosts.js'

// The API does on every host what stock Node 26.10 does: its transcripts are those of `api-is-node-26`. What is
// otherwise on a host is in one list, `differences.ts`, each with the reason; nothing else is, and nothing in the list
// that is the same.

/**
 * What surfaces is told apart from the rest: each host does so at a time of its own. Jest hears it before the test
 * does.
 */
function apart(host: string, lines: readonly string[] = []): Record<string, readonly string[]> {
  const words = inNoEnginesWords(lines, !host.startsWith('Bun'))
  const surfacing = /^(uncaughtException|unhandledRejection|warning) /
  return {
    seen: words.filter((line) => !surfacing.test(line)),
    ...!host.startsWith('Jest') && { surfaced: words.filter((line) => surfacing.test(line)) }
  }
}

for (const [host, run] of Object.entries(HOSTS)) {
  t.test(host, async (t) => {
    const ours = await run()
    const differ: string[] = []
    for (const [name, lines] of Object.entries(recorded)) {
      const isSame = JSON.stringify(apart(host, ours[name])) === JSON.stringify(apart(host, lines))
      const reasons = DIFFERENCES.filter(({ hosts, scenarios }) => hosts.test(host) && scenarios.includes(name))
        .map(({ reason }) => reason)
      if (reasons.length === 0) t.same(apart(host, ours[name]), apart(host, lines), name)
      else if (isSame) t.fail(`${name} is the same, and in the list: ${reasons.join('; ')}`)
      else t.pass(`${name} differs: ${reasons.join('; ')}`)
      if (!isSame) differ.push(name)
    }
    const all = Object.keys(recorded).length
    t.comment(`${all - differ.length} of ${all} scenarios are the same`)
  })
}
