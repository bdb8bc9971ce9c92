import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel, type TracingChannel } from 'tracescope'
import { record } from 'tracescope/testing'

let count = 0

/**
 * A tracing channel whose events, and those of its steps, are written down. A store is bound to `start`; where another
 * value than the one of the trace is found in it, the line says so.
 */
export class Heard {
  readonly lines: string[] = []
  readonly contexts: any[] = []
  readonly name = `heard-${count++}`
  readonly channel: TracingChannel<any> = tracingChannel<any>(this.name)
  readonly steps: TracingChannel<any> = tracingChannel<any>(`${this.name}:next`)
  readonly store = new AsyncLocalStorage<any>()

  constructor() {
    this.channel.start.bindStore(this.store, (context: any) => context)
    record(this.channel, { each: ({ event, message }) => this.#hear(event, message) })
  }

  /** Hears of the steps too. */
  withSteps(): this {
    record(this.steps, {
      each: ({ event, message: { method, operation } }) => this.add(`${method}:${event}`, operation)
    })
    return this
  }

  /** Writes down a line, and whether the store has the context of the trace. */
  add(line: string, context: unknown = this.contexts.at(-1)): void {
    this.lines.push(this.store.getStore() === context ? line : `${line}, in other stores`)
  }

  /** What was heard since it was last asked for. */
  take(): string[] {
    return this.lines.splice(0)
  }

  #hear(event: string, context: any): void {
    if (event === 'start') this.contexts.push(context)
    const outcome = 'error' in context
      ? ` failed: ${context.error?.message}`
      : 'result' in context ? ` gave ${String(context.result)}` : ''
    this.add(event + outcome, context)
  }
}
