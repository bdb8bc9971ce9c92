import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { scenarios } from '../scenarios/index.js'
import * as transforms from '../scenarios/transforms.js'
import type { Mode } from './implementation.js'
import { hostTracesCrash, packageFolder, runProgram } from './run-program.js'

export type Transcripts = Record<string, string[]>

const BY_STORES = [
  'ownMethodsAreUsed', 'storeThatThrows', 'storeShapedLikeOne', 'patchedSinceTheLastTrace',
  'oneStoreFailsWhenLeft', 'severalStoresFailWhenLeft', 'storesFailWhenTheContinuationIsLeft',
  'storeFailsWhenAnotherCanNotBeEntered', 'publishOfStartFails', 'storeGivesNoScope', 'scopeIsChangedWhileItIsOpen'
]

/** Scenarios that end in the host's own traces, whoever is asked, and so can't be run where those crash. */
export const CRASHING: Readonly<Record<Mode, readonly string[]>> = {
  'host': [],
  'shim': BY_STORES,
  'shim with storages': BY_STORES,
  'node26': BY_STORES,
  'node26 with storages': BY_STORES,
  'api': ['publishedByHand']
}

/** Runs all scenarios with one implementation, in processes of the host under test. */
export function transcriptsOf(mode: Mode): Transcripts {
  const leftOut = hostTracesCrash ? CRASHING[mode] : []
  const run = (names: readonly string[]): Transcripts =>
    runProgram('run-scenarios', [mode, ...names.filter((name) => !leftOut.includes(name))])
  return Object.assign({}, ...GROUPS.map(run))
}

/**
 * Node 25.9 to 26.5 have room for a thousand channels in a process. A scenario of transforms takes up to 155 of them.
 */
const TOGETHER = 4
const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
const GROUPS: ReadonlyArray<readonly string[]> = major === 25 || major === 26 && minor <= 5 ? [
  Object.keys(scenarios).filter((name) => !(name in transforms)),
  ...inGroups(Object.keys(transforms))
] : [Object.keys(scenarios)]

function inGroups(names: readonly string[]): string[][] {
  const first = [...names.keys()].filter((nth) => nth % TOGETHER === 0)
  return first.map((nth) => names.slice(nth, nth + TOGETHER))
}

/** The transcripts of stock Node 26.10. */
export const recordedFile = join(packageFolder, 'tests', 'scenarios', 'node-26.10.json')

export function recordedTranscripts(): Transcripts {
  return JSON.parse(readFileSync(recordedFile, 'utf8'))
}
