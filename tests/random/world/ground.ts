import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Event } from './steps.js'

/** The channels of a trace. Without types: programs call everything with what no type allows. */
export type Channels = Readonly<Record<Event, any>>

/** Someone who does the tracing, in the words of Node. What is missing he can't do on this host. */
export interface Tracer {
  tracingChannel(channels: Channels): any
  boundedChannel?(channels: Channels): any
  withStoreScope?(channel: any, message: unknown): Disposable
  withScope?(storage: AsyncLocalStorage<any>, value: unknown): Disposable
}

/** One of the tracing channels of a program. */
export interface TracingChannel {
  readonly channels: Channels
  readonly traced: any
  readonly bounded: any
}

/** Who writes down what a program sees. */
export interface Notes {
  add(what: string, ...values: unknown[]): void
  /** Gives a value a name by which it is called, without looking into it, and returns it. */
  opaque<T>(name: string, value: T): T
}

/** Who knows which context is held by whom, where that makes a difference. */
export interface Holders {
  /** Someone holds the current context from now on. Returns the number to {@link release} them by. */
  hold(): number
  release(holder: number): void
  /** Makes a call of a storage's `run` or `exit`. */
  duringRun<T>(call: () => T): T
}

/** What a World stands on: all that differs between the suites. */
export interface Ground {
  readonly tracer: Tracer
  readonly tracing: readonly TracingChannel[]
  readonly notes: Notes
  readonly holders: Holders
  /** How many steps there are at most, and how deep: a subscriber may start the trace that it hears of. */
  readonly mostSteps: number
  readonly deepest: number
  /** How many tasks may follow from one another. */
  readonly mostTasks: number
  /**
   * Disables a storage.
   *
   * @param mayShare whether a trace or a scope may have left a context behind that someone else has, too
   */
  disable(storage: any, mayShare: boolean): void
  /** Whether what is thrown by something that comes later ends there. Else it is an `uncaughtException`. */
  catchesLater(when: string): boolean
  /** Whether a transform may bind a store again that one has unbound from the channel that is being entered. */
  readonly rebinding: boolean
  /** Whether methods may be patched while a trace or a scope is open. */
  readonly patchingAnywhere: boolean
}
