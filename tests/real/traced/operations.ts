import { AsyncLocalStorage } from 'node:async_hooks'
import type { TracingChannel } from 'tracescope'
import { EVENTS } from '../../support/traced.js'

interface Operation {
  readonly name: string
  readonly step: string
  readonly events: string[]
}

// What the events of an operation say of it. Any others are shown as they came.
const OUTCOMES: Readonly<Record<string, string>> = {
  'start end': 'unfinished',
  'start end with result': 'returned',
  'start error end': 'threw',
  'start end asyncStart asyncEnd': 'settled',
  'start end error asyncStart asyncEnd': 'failed'
}

/** The operations that subscribers have seen, step by step. */
export class Operations {
  readonly #seen = new Map<object, Operation>()
  readonly #store = new AsyncLocalStorage<object>()
  readonly #expected: Array<readonly [step: string, operations: string]> = []

  /** From now on operations are of this step. */
  expect(step: string, operations: string): void {
    this.#expected.push([step, operations])
  }

  /** Subscribes to every event of a channel, and binds a store where an agent binds one. */
  watch(name: string, channel: TracingChannel): void {
    const transform = (context: object): object => ({ of: context })
    channel.start.bindStore(this.#store, transform)
    channel.asyncStart.bindStore(this.#store, transform)
    for (const event of EVENTS) channel[event].subscribe((context: any) => this.#saw(name, event, context))
  }

  /** The steps in which other operations were seen than expected. */
  unexpected(): string[] {
    const operations = [...this.#seen.values()]
    return this.#expected.flatMap(([step, expected]) => {
      const seen = operations.filter((operation) => operation.step === step).map(describe).join(', ')
      return seen === expected ? [] : [`${step}: ${seen || 'nothing'}, and not ${expected || 'nothing'}`]
    })
  }

  #saw(name: string, event: string, context: object): void {
    if (event === 'start') this.#seen.set(context, { name, step: this.#expected.at(-1)![0], events: [] })
    const isInStore = (this.#store.getStore() as { of?: object } | undefined)?.of === context
    const isOver = event === 'end' && 'result' in context
    // An error is published where it comes up, be that within a store or not.
    const isAsBound = isInStore || event === 'error'
    this.#seen.get(context)!.events.push(
      event + (isOver ? ' with result' : '') + (isAsBound ? '' : ' without its store')
    )
  }
}

function describe({ name, events }: Operation): string {
  return `${name} ${OUTCOMES[events.join(' ')] ?? `(${events.join(' ')})`}`
}
