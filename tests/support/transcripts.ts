import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Mode } from './implementation.js'
import { hostTracesCrash, runProgram } from './run-program.js'

export type Transcripts = Record<string, string[]>

const BY_STORES = ['ownMethodsAreUsed', 'storeThatThrows', 'storeShapedLikeOne', 'patchedSinceTheLastTrace']

/** Scenarios that end in the host's own traces, whoever is asked, and so can't be run where those crash. */
export const CRASHING: Readonly<Record<Mode, readonly string[]>> = {
  'host': [],
  'shim': BY_STORES,
  'shim with storages': BY_STORES,
  'node26': BY_STORES,
  'node26 with storages': BY_STORES,
  'api': ['publishedByHand']
}

// Node 25.9 to 26.3 have room for a thousand channels in a process.
const PARTS = 3

/** Runs all scenarios with one implementation, in processes of the host under test. */
export function transcriptsOf(mode: Mode): Transcripts {
  const run = (part: number): Transcripts =>
    runProgram('run-scenarios', [mode, String(part), String(PARTS), ...hostTracesCrash ? CRASHING[mode] : []])
  return Object.assign({}, ...Array.from({ length: PARTS }, (_, part) => run(part)))
}

/** The transcripts of stock Node 26.10. */
export const recordedFile = fileURLToPath(new URL('../../tests/scenarios/node-26.10.json', import.meta.url))

export function recordedTranscripts(): Transcripts {
  return JSON.parse(readFileSync(recordedFile, 'utf8'))
}
