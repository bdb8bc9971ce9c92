import type { Capture } from '../capture.js'
import type { Outcome } from './outcomes.js'
import type { ValueKind } from './values.js'

/** One of a few things of a kind, by its number. */
export type Nth = number

export const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const
export type Event = typeof EVENTS[number]

/** How a tracing channel gets its channels: by a name, as an object of channels, or as an object of which some are one and the same. */
export const TRACED = ['named', 'collected', 'shared'] as const
export const STORAGES = 3
export const SUBSCRIBERS = 4

/** The kinds of message that a trace is given. */
export const CONTEXTS = ['object', 'none', 'object', 'again', 'bare', 'watched', 'frozen', 'failing', 'null', 'number', 'text'] as const
export type ContextKind = typeof CONTEXTS[number]

export const MOMENTS = ['now', 'microtask', 'tick', 'immediate'] as const
export type Moment = typeof MOMENTS[number]

export const RESUMPTIONS = ['next', 'return', 'throw'] as const
export type Resumption = typeof RESUMPTIONS[number]

export const STORAGE_KINDS = ['plain', 'default', 'subclass', 'agent', 'run only', 'scope only'] as const
export type StorageKind = typeof STORAGE_KINDS[number]

/** What becomes of a store's value: the message itself, nothing that can be called, or steps and a value. */
export type Transform = 'none' | 'null' | 'text' | { readonly steps: Steps, readonly value: ValueKind | 'message' }

/** The callback of a traced function being called. */
export interface CallOfCallback {
  readonly when: Moment
  readonly error: ValueKind
  readonly result: ValueKind
}

interface OnEvent {
  readonly traced: Nth
  readonly event: Event
}

/** A trace, by its tracing channel and its message. */
export interface Traced {
  readonly traced: Nth
  readonly context: ContextKind
}

/** A function that is called, and what it is given. */
export interface Called {
  readonly self: ValueKind
  readonly args: readonly ValueKind[]
  readonly body: Steps
}

/** What is called with arguments that make no sense. */
export const GARBAGE = [
  'channel', 'subscribe', 'unsubscribe', 'hasSubscribers', 'tracingChannel', 'boundedChannel',
  'Channel#subscribe', 'Channel#unsubscribe', 'Channel#bindStore', 'Channel#unbindStore', 'Channel#publish', 'Channel#runStores',
  'Channel#withStoreScope', 'TracingChannel#subscribe', 'TracingChannel#unsubscribe', 'TracingChannel#subscribe start',
  'traceSync', 'tracePromise', 'traceCallback', 'traceSync this', 'tracePromise this', 'traceCallback this', 'AsyncLocalStorage#run', 'AsyncLocalStorage#exit', 'AsyncLocalStorage#withScope', 'BoundedChannel#run', 'BoundedChannel#withScope'
] as const
export type Garbage = typeof GARBAGE[number]

/** One thing that a program does. What it can see of it goes into its transcript. */
export type Step =
  | { readonly op: 'look' | 'throw', readonly value: ValueKind }
  | { readonly op: 'inspect' } & OnEvent
  | { readonly op: 'try', readonly body: Steps }
  | { readonly op: 'later', readonly when: Moment, readonly body: Steps }
  | { readonly op: 'subscribe' | 'unsubscribe', readonly by: 'channel' | 'tracing' | 'name', readonly subscriber: Nth } & OnEvent
  | { readonly op: 'bind', readonly storage: Nth, readonly transform: Transform } & OnEvent
  | { readonly op: 'unbind', readonly storage: Nth } & OnEvent
  | { readonly op: 'publish', readonly context: ContextKind } & OnEvent
  /** Puts a function of its own that notes the call in front of a channel's `publish` or `runStores`. */
  | { readonly op: 'wrap', readonly method: 'publish' | 'runStores' } & OnEvent
  | { readonly op: 'traceSync' | 'boundedRun', readonly result: ValueKind } & Traced & Called
  | { readonly op: 'runStores', readonly result: ValueKind, readonly event: Event } & Traced & Called
  | { readonly op: 'tracePromise', readonly outcome: Outcome, readonly value: ValueKind, readonly followed: boolean } & Traced & Called
  | {
    readonly op: 'traceCallback', readonly position: number | 'none' | 'text' | 'null', readonly at: number
    readonly calls: readonly CallOfCallback[], readonly callback: Steps, readonly result: ValueKind
  } & Traced & Called
  | { readonly op: 'run' | 'exit', readonly storage: Nth, readonly value: ValueKind, readonly body: Steps }
  | { readonly op: 'enterWith', readonly storage: Nth, readonly value: ValueKind }
  | { readonly op: 'disable', readonly storage: Nth }
  | { readonly op: 'open', readonly scope: 'withScope', readonly storage: Nth, readonly value: ValueKind }
  | { readonly op: 'open', readonly scope: 'withStoreScope', readonly event: Event } & Traced
  | { readonly op: 'open', readonly scope: 'boundedWithScope' } & Traced
  | { readonly op: 'dispose', readonly nth: Nth }
  /** Begins a generator, which stops at a `yield` between two bodies until some `resume` goes on with it, or an async function with an `await` there. */
  | { readonly op: 'generator' | 'async generator' | 'async', readonly before: Steps, readonly after: Steps, readonly value: ValueKind }
  | { readonly op: 'resume', readonly nth: Nth, readonly by: Resumption, readonly value: ValueKind }
  /** Keeps the context, in which some `call` calls the body. */
  | { readonly op: 'capture', readonly by: Capture, readonly body: Steps }
  | { readonly op: 'call', readonly nth: Nth }
  | { readonly op: 'garbage', readonly call: Garbage, readonly args: readonly ValueKind[] } & OnEvent

export type Steps = readonly Step[]

/** What a subscriber does with a message, besides noting it. */
export interface Subscriber {
  readonly steps: Steps
  readonly writes: boolean
}

/** A program. It is JSON: it is made in one process and run in others. */
export interface Scenario {
  readonly storages: readonly StorageKind[]
  readonly subscribers: readonly Subscriber[]
  readonly steps: Steps
}
