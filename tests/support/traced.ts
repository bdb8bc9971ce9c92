import { AsyncLocalStorage } from 'node:async_hooks'
import type { Implementation } from './implementation.js'
import type { Transcript } from './transcript.js'

export const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const
export type Event = typeof EVENTS[number]

let count = 0

/** A tracing channel of its own, with stores to bind and subscribers that write down what they see. */
export class Traced {
  readonly transcript: Transcript
  readonly channel: any
  readonly stores: AsyncLocalStorage<any>[] = []

  constructor(implementation: Implementation, transcript: Transcript, events: readonly Event[] = EVENTS) {
    this.transcript = transcript
    this.channel = implementation.tracingChannel(`traced-${count++}`)
    this.subscribe(events)
  }

  subscribe(events: readonly Event[]): void {
    for (const event of events) this.channel[event].subscribe((message: unknown) => this.saw(event, message))
  }

  saw(event: string, message: unknown): void {
    this.transcript.add(event, message, ...this.#values())
  }

  /** Binds a new store to one of the channels. */
  bind(event: Event, ...transform: unknown[]): AsyncLocalStorage<any> {
    const store = new AsyncLocalStorage()
    this.stores.push(store)
    this.channel[event].bindStore(store, ...transform)
    return store
  }

  /** Writes down the values that all stores have now. */
  look(where: string): void {
    this.transcript.add(where, ...this.#values())
  }

  #values(): unknown[] {
    return this.stores.length ? ['stores', this.stores.map((store) => store.getStore())] : []
  }
}
