import { AgentStorage } from './agent-storage.js'
import type { Implementation } from './implementation.js'
import { EVENTS } from './traced.js'
import { Transcript } from './transcript.js'

let count = 0

/** A tracing channel with an agent's storage bound to start and asyncStart, and `'outer'` in the storage. */
export class Agent {
  readonly transcript = new Transcript()
  readonly storage = new AgentStorage(this.transcript)
  readonly channel: any

  constructor(implementation: Implementation) {
    this.channel = implementation.tracingChannel(`agent-${count++}`)
    this.channel.start.bindStore(this.storage, () => 'call')
    this.channel.asyncStart.bindStore(this.storage, () => 'continuation')
    for (const event of EVENTS) this.channel[event].subscribe(() => this.look(event))
    this.storage.enterWith('outer')
  }

  /** Writes down which value the storage has. */
  readonly look = (where: string): void => this.transcript.add(`${where} ${this.storage.value}`)

  /** Gives what is written down while a function runs, and the promise that it gives is pending. */
  async during(fn: () => unknown): Promise<string[]> {
    this.transcript.lines.length = 0
    const result = fn()
    this.look('after')
    await result
    return [...this.transcript.lines]
  }

  readonly traceSync = (): Promise<string[]> =>
    this.during(() => this.channel.traceSync(this.look, {}, undefined, 'fn'))

  readonly traceSyncThatThrows = (): Promise<string[]> => this.during(() => {
    try {
      this.channel.traceSync(() => { throw new Error('from fn') }, {})
    } catch (error) {
      this.look(String(error))
    }
  })

  readonly tracePromise = (): Promise<string[]> => this.during(() => this.channel.tracePromise(async () => {
    this.look('fn')
    await null
    this.look('fn later')
  }, {}))

  readonly traceCallback = (): Promise<string[]> => this.during(() =>
    this.channel.traceCallback((callback: any) => callback(null), 0, {}, undefined, () => this.look('callback')))

  readonly runStores = (): Promise<string[]> =>
    this.during(() => this.channel.start.runStores({}, this.look, undefined, 'fn'))
}
