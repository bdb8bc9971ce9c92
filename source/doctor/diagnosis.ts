import type { Calibration } from './calibrate.js'
import type { Cost } from './calibration/contestant.js'
import { Estimate } from './estimate.js'
import type { Account, Accounts } from './ledger.js'
import type { Sampled } from './sampler.js'
import { EVENTS, isLive, shapeOf, type Kind } from './shapes.js'

/**
 * What calls take on Node as it is, what they would take with `tracescope/register`, and with `TRACESCOPE_STORAGES=1`.
 */
export interface BySide {
  readonly node: Cost
  readonly shim: Cost
  readonly storages: Cost
}

/** Calls that are alike. */
export interface CountedCalls {
  readonly kind: Kind
  readonly calls: number
  /** Whether somebody listened, or a store was bound. */
  readonly live: boolean
  /** How many entries the context had before, on a host with frames; 63 is 63 or more. */
  readonly contextSize: number
  /** The events that had subscribers. */
  readonly heard: readonly string[]
  /** How many bound stores were entered: bound without a transform, with one, or with methods of their own. */
  readonly stores: { readonly plain: number, readonly transformed: number, readonly own: number }
  /** What one call takes; `undefined` where nothing could be measured. */
  readonly each: BySide | undefined
}

export interface Counted {
  readonly name: string
  readonly calls: readonly CountedCalls[]
  /** What all of them take. */
  readonly inAll: BySide | undefined
}

export interface CountedChannel extends Counted {
  /** The most subscribers that it had at a call, of all its events. */
  readonly subscribers: number
}

export interface CountedStorage extends Counted {
  /** How many storages this is: those without a name, of one class, that were first entered at one place. */
  readonly storages: number
  /** The methods that are not AsyncLocalStorage's. */
  readonly ownMethods: readonly string[]
}

/** What the doctor has found. Channels and storages are sorted by what they cost. */
export interface Diagnosis {
  readonly node: string
  readonly pid: number
  /** The CPU time of this process, in seconds. */
  readonly cpuSeconds: number
  readonly channels: readonly CountedChannel[]
  readonly storages: readonly CountedStorage[]
  readonly inAll: BySide | undefined
  /** What V8 has seen where time went; `undefined` where that was too little, and where it can't be asked. */
  readonly sampled: Sampled | undefined
  /** What counting took, and V8's samples, in nanoseconds. */
  readonly counting: number | undefined
  /**
   * Parts of the process's CPU time, without what counting took: as V8 has seen them, or else by the measured calls.
   */
  readonly shares: {
    readonly node: number, readonly shimSaves: number, readonly storagesSave: number, readonly counting: number
  } | undefined
  /** Why nothing could be measured. */
  readonly failure: string | undefined
}

/** How many calls of each shape there were, of all channels and storages. */
export function callsByShape({ channels, storages }: Accounts): Map<number, number> {
  const calls = new Map<number, number>()
  for (const { counts } of [...channels.values(), ...storages.values()]) {
    for (const [key, count] of counts) if (count.calls > 0) calls.set(key, (calls.get(key) ?? 0) + count.calls)
  }
  return calls
}

/** So few samples say less than the measured calls do. */
const TOO_FEW = 500

/** Takes together what was counted, what was measured, and what V8 has seen. */
export function diagnose(
  ledger: Accounts, cpuSeconds: number, measured: readonly number[], calibration: Calibration, seen?: Sampled
): Diagnosis {
  const estimate = 'costs' in calibration && measured.length > 0 ? new Estimate(measured, calibration.costs) : undefined
  const counted = (account: Account): Counted => {
    const calls = [...account.counts].filter(([, count]) => count.calls > 0)
      .map(([key, count]) => callsOf(key, count.calls, estimate))
    return { name: account.name, calls, inAll: estimate && sum(calls) }
  }
  const channels = [...ledger.channels.values()]
    .map((account) => ({ ...counted(account), subscribers: account.subscribers })).sort(byCost)
  const storages = [...ledger.storages.values()].map((account) => {
    return { ...counted(account), storages: account.storages, ownMethods: account.ownMethods }
  }).sort(byCost)
  const all = [...channels, ...storages].flatMap(({ calls }) => calls)
  const inAll = estimate && sum(all)
  const sampled = seen && seen.samples >= TOO_FEW ? seen : undefined
  const cpu = cpuSeconds * 1e9
  const sampling = seen && 'sampling' in calibration ? seen.switching + seen.taken * calibration.sampling : 0
  const counting = estimate &&
    sampling + (sampled ? sampled.counting * cpu : countingIn(callsByShape(ledger), estimate))
  return {
    node: process.versions.node, pid: process.pid, cpuSeconds, channels, storages, inAll, sampled, counting,
    shares: inAll && sharesOf(inAll, counting!, cpu, sampled),
    failure: 'failure' in calibration ? calibration.failure : undefined
  }
}

/** What it takes to count calls, as measured. */
function countingIn(calls: ReadonlyMap<number, number>, estimate: Estimate): number {
  let total = 0
  for (const [key, times] of calls) {
    total += times * Math.max(0, estimate.of(key, 'counting').nanoseconds - estimate.of(key, 'node').nanoseconds)
  }
  return total
}

function callsOf(key: number, calls: number, estimate: Estimate | undefined): CountedCalls {
  const shape = shapeOf(key)
  const { kind, size, heard, plain, transformed, own } = shape
  return {
    kind, calls, live: isLive(shape), contextSize: size,
    heard: EVENTS.filter((_, i) => heard >> i & 1),
    stores: { plain, transformed, own },
    each: estimate && {
      node: estimate.of(key, 'node'), shim: estimate.of(key, 'shim'), storages: estimate.of(key, 'storages')
    }
  }
}

/** What several calls take in all. */
export function sum(counted: readonly CountedCalls[]): BySide {
  const of = (side: keyof BySide): Cost => {
    let nanoseconds = 0
    let bytes = 0
    for (const { calls, each } of counted) {
      nanoseconds += calls * (each?.[side].nanoseconds ?? 0)
      bytes += calls * (each?.[side].bytes ?? 0)
    }
    return { nanoseconds, bytes }
  }
  return { node: of('node'), shim: of('shim'), storages: of('storages') }
}

function sharesOf(
  { node, shim, storages }: BySide, counting: number, cpu: number, sampled: Sampled | undefined
): Diagnosis['shares'] {
  // What was measured may be more than a process took that did next to nothing.
  const without = Math.max(cpu - counting, node.nanoseconds)
  const share = (nanoseconds: number): number => without > 0 ? nanoseconds / without : 0
  const shares = {
    node: share(node.nanoseconds), shimSaves: share(node.nanoseconds - shim.nanoseconds),
    storagesSave: share(node.nanoseconds - storages.nanoseconds), counting: share(counting)
  }
  if (sampled === undefined) return shares
  const { counted, other } = sampled
  const seen = (part: number): number => part / (1 - sampled.counting)
  // In a program a call takes longer than among its like: what it needs has gone from the caches. It does with the
  // shim, too.
  const saved = (side: Cost): number =>
    node.nanoseconds > 0 ? seen(counted) * (1 - side.nanoseconds / node.nanoseconds) : 0
  return { ...shares, node: seen(counted + other), shimSaves: saved(shim), storagesSave: saved(storages) }
}

function byCost(a: Counted, b: Counted): number {
  const calls = ({ calls }: Counted): number => calls.reduce((total, { calls }) => total + calls, 0)
  return (b.inAll?.node.nanoseconds ?? 0) - (a.inAll?.node.nanoseconds ?? 0) || calls(b) - calls(a)
}
