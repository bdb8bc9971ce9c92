import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'
import type { Cost, Order } from './contestant.js'

/**
 * What is compared: Node as it is, with the shim, with the shim and storages, and with the methods of the doctor that
 * count.
 */
export const SIDES = ['node', 'shim', 'storages', 'counting'] as const

export type Side = typeof SIDES[number]

/** What a call of each shape takes, in the order of the shapes. */
export type Costs = Readonly<Record<Side, Cost[]>>

/** How often it is measured. */
export interface Effort {
  readonly warmUp: number
  readonly rounds: number
  readonly weighings: number
}

/** A semi-space so large that a program which has run for a while has it, and few collections come between. */
const FLAGS = ['--min-semi-space-size=16', '--no-warnings']

/**
 * Measures shapes in a fresh process for each side. They take turns: what else the machine does comes and goes for all
 * of them.
 */
export async function measure(
  file: string, shapes: readonly number[], { warmUp, rounds, weighings }: Effort
): Promise<Costs> {
  const execArgv = [...process.execArgv, ...FLAGS]
  const contestants = SIDES.map((side) => new Contestant(fork(file, [side, JSON.stringify(shapes)], { execArgv })))
  const show = progress(warmUp + rounds + weighings)
  try {
    await Promise.all(contestants.map(({ ready }) => ready))
    const ask = async (order: Order): Promise<void> => {
      for (const contestant of contestants) await contestant.ask(order)
      show()
    }
    for (let i = 0; i < warmUp; i++) await ask('time')
    for (const contestant of contestants) contestant.forget()
    for (let i = 0; i < rounds; i++) await ask('time')
    for (let i = 0; i < weighings; i++) await ask('weigh')
    const costs = contestants.map(({ time, weigh }) => shapes.map((_, i): Cost => ({
      nanoseconds: median(time.map((answer) => answer[i]!)), bytes: median(weigh.map((answer) => answer[i]!))
    })))
    return Object.fromEntries(SIDES.map((side, i) => [side, costs[i]!])) as unknown as Costs
  } finally {
    show.end()
    for (const contestant of contestants) contestant.end()
  }
}

class Contestant {
  readonly time: number[][] = []
  readonly weigh: number[][] = []
  readonly ready: Promise<unknown>
  readonly #child: ChildProcess

  constructor(child: ChildProcess) {
    this.#child = child
    this.ready = this.#answer()
  }

  async ask(order: Order): Promise<void> {
    this.#child.send(order)
    this[order].push(await this.#answer())
  }

  forget(): void {
    this.time.length = this.weigh.length = 0
  }

  end(): void {
    this.#child.kill()
  }

  async #answer(): Promise<any> {
    const settled = new AbortController()
    const { signal } = settled
    const gone = once(this.#child, 'exit', { signal })
      .then(() => { throw new Error('a process that measures has ended') })
    try {
      return (await Promise.race([once(this.#child, 'message', { signal }), gone]))[0]
    } finally {
      settled.abort()
    }
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 0
}

/** Shows on a terminal how far it is: one line that is written over, and taken away in the end. */
function progress(steps: number): { (): void, end(): void } {
  const write = isatty(2) ? (text: string): void => { writeSync(2, text) } : () => {}
  let done = 0
  const show = (): void =>
    write(`\r\x1b[Ktracescope/doctor measures what calls take: ${Math.floor(100 * done++ / steps)} %`)
  show()
  return Object.assign(show, { end: () => write('\r\x1b[K') })
}
