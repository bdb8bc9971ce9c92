import { firstDifference } from '../support/difference.js'
import { runOne, STOCK, type Ended, type Host, type Subject } from './run-one.js'

/** What came of a file. */
export interface Verdict {
  /** `unsteady`: two stock runs differ, or what differed once is the same again. */
  readonly kind: 'same' | 'different' | 'unsteady'
  readonly details: string
  /** Whether the test fails without tracescope, as those of a newer Node do. */
  readonly stockFails: boolean
}

/** Runs a file stock and with a subject. What differs is run again: only what differs twice counts. */
export async function compare(host: Host, subject: Subject, folder: string, file: string): Promise<Verdict> {
  const [stock, ours] = await both(host, subject, folder, file)
  const stockFails = stock.how !== 'exit code 0'
  if (difference(stock, ours) === undefined) return { kind: 'same', details: '', stockFails }
  const [stockAgain, oursAgain] = await both(host, subject, folder, file)
  if (difference(stock, stockAgain) !== undefined) return {
    kind: 'unsteady', details: 'two runs without tracescope differ', stockFails
  }
  const details = difference(stockAgain, oursAgain)
  return details === undefined
    ? { kind: 'unsteady', details: 'a difference did not show again', stockFails }
    : { kind: 'different', details, stockFails }
}

function both(host: Host, subject: Subject, folder: string, file: string): Promise<[Ended, Ended]> {
  return Promise.all([runOne(host, STOCK, folder, file), runOne(host, subject, folder, file)])
}

function difference(stock: Ended, ours: Ended): string | undefined {
  const parts = [
    stock.how === ours.how ? undefined : `  - ${stock.how}\n  + ${ours.how}`,
    ...(['stdout', 'stderr'] as const).map((stream) => {
      const found = firstDifference(stock[stream], ours[stream])
      return found && `  ${stream}: ${found}`
    })
  ].filter((part) => part !== undefined)
  return parts.length > 0 ? parts.join('\n') : undefined
}
