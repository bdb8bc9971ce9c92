import t from 'tap'
import { compareWithRecorded } from './compare-scenarios.js'
import { HOSTS } from './scenario-hosts.js'

// The API does on every host what stock Node 26.10 does: its transcripts are those of `api-is-node-26`. What is
// otherwise on a host is in one list, `differences.ts`, each with the reason; nothing else is, and nothing in the list
// that is the same.

for (const [host, run] of Object.entries(HOSTS)) {
  t.test(host, async (t) => compareWithRecorded(t, host, await run()))
}
