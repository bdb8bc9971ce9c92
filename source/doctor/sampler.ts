import type { Session } from 'node:inspector'
import { clearTimeout, setTimeout } from 'node:timers'
import { pathToFileURL } from 'node:url'
import { connect, cpuTime, start, stop } from './profile.js'
import { sortSamples, type Samples } from './samples.js'

/** What V8 has seen of a process: parts of its CPU time, from the first window on. */
export interface Sampled {
  /** In Node's code, in calls that are counted, and in what goes on of them later. */
  readonly counted: number
  /**
   * In Node's contexts and channels where the program calls them by itself: `publish`, `getStore`, `hasSubscribers`.
   */
  readonly other: number
  /** In the doctor's own code. */
  readonly counting: number
  /** So many samples in which something was done. */
  readonly samples: number
  /** So many were taken: those in which nothing was done, too. */
  readonly taken: number
  /** The CPU time that starting and stopping took, in nanoseconds. */
  readonly switching: number
}

/**
 * The first window begins after so much CPU time, in microseconds: before that the start of the program has taken most.
 */
const FIRST = 1e6
/** Within a window V8 takes a sample each so many microseconds. */
const INTERVAL = 500
/** A window lasts so many milliseconds. */
const WINDOW = 1000
/** The next window begins when the process has taken so many times the CPU time that it had at the end of the last. */
const GROWTH = 1.5

interface Window {
  /** The CPU time of the process when it began, in microseconds. */
  readonly begun: number
  readonly samples: Samples
}

const ownUrl = pathToFileURL(__filename).href
const isDoctor = (url: string): boolean => url === ownUrl || url === __filename

/**
 * Has V8 take samples of this thread for a second at a time, ever less often: for half a minute of a day. Neither what
 * the doctor holds nor V8's profile grows with the time.
 */
export class Sampler {
  #session: Session | undefined
  #timer: NodeJS.Timeout | undefined
  #begun: number | undefined
  #next = FIRST
  #switching = 0
  #taken = 0
  #isRefused = false
  readonly #windows: Window[] = []

  /** Begins a window if it is time for one. */
  tick(): void {
    if (this.#begun !== undefined || this.#isRefused) return
    const cpu = cpuTime()
    if (cpu < this.#next) return
    try {
      start(this.#session ??= connect(), INTERVAL)
    } catch {
      this.#isRefused = true
      return
    }
    this.#begun = cpuTime()
    this.#switching += this.#begun - cpu
    this.#timer = setTimeout(() => this.#end(), WINDOW).unref()
  }

  /** What was seen until now; `undefined` if that was nothing. */
  read(): Sampled | undefined {
    this.#end()
    const now = cpuTime()
    const sums = { counted: 0, other: 0, counting: 0 }
    let samples = 0
    let total = 0
    // A window stands for the time until the next.
    for (const [i, { begun, samples: { busy, counted, other, counting } }] of this.#windows.entries()) {
      if (busy === 0) continue
      const weight = (this.#windows[i + 1]?.begun ?? now) - begun
      samples += busy
      total += weight
      sums.counted += weight * counted / busy
      sums.other += weight * other / busy
      sums.counting += weight * counting / busy
    }
    if (total === 0) return undefined
    return {
      samples, taken: this.#taken, switching: this.#switching * 1000,
      counted: sums.counted / total, other: sums.other / total, counting: sums.counting / total
    }
  }

  #end(): void {
    const begun = this.#begun
    if (begun === undefined) return
    this.#begun = undefined
    clearTimeout(this.#timer)
    const cpu = cpuTime()
    const { nodes, taken } = stop(this.#session!)
    this.#windows.push({ begun, samples: sortSamples(nodes, isDoctor) })
    this.#taken += taken
    const now = cpuTime()
    this.#switching += now - cpu
    this.#next = now * GROWTH
  }
}
