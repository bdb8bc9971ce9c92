import type { Capture } from './capture.js'
import type { Garbage } from './garbage.js'
import type { Outcome } from './outcomes.js'
import type { StorageKind } from './storages.js'
import type { ValueKind } from './values.js'

/** One of a few things of a kind, by its number. */
export type Nth = number

export const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const
export type Event = typeof EVENTS[number]

/** How many tracing channels a program has. */
export const TRACED = 3

/** The messages that a tracing channel keeps, for one trace after another. */
export const KEPT = ['first', 'second', 'third'] as const
/** The kinds of message that a trace is given. */
export type ContextKind =
  | typeof KEPT[number] | 'object' | 'none' | 'again' | 'bare' | 'watched' | 'frozen' | 'failing' | 'null' | 'number'
  | 'text'

/** `timer` is what {@link Scenario.timer} says. */
export const MOMENTS = ['now', 'promise', 'microtask', 'tick', 'timer'] as const
export type Moment = typeof MOMENTS[number]

export const RESUMPTIONS = ['next', 'return', 'throw'] as const
export type Resumption = typeof RESUMPTIONS[number]

export type Method = 'run' | 'enterWith' | 'getStore' | 'withScope'

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

/** What is open for some steps. `nothing` where there are no scopes. */
export type Scope =
  | { readonly op: 'nothing' }
  | { readonly op: 'withScope', readonly storage: Nth, readonly value: ValueKind }
  | { readonly op: 'withStoreScope', readonly event: Event } & Traced
  | { readonly op: 'boundedWithScope' } & Traced

/** What stops between two bodies: at a `yield` until some `resume` goes on with it, or at an `await`. */
interface Pausing {
  readonly before: Steps
  readonly after: Steps
  readonly value: ValueKind
}

/** One thing that a program does. What can be seen of it is noted, and the values of all storages after each. */
export type Step =
  | { readonly op: 'look' }
  | { readonly op: 'throw', readonly value: ValueKind | 'numbered error' }
  | { readonly op: 'inspect' } & OnEvent
  | { readonly op: 'try', readonly body: Steps }
  | { readonly op: 'later', readonly when: Moment, readonly body: Steps }
  | SubscribeStep
  | BindStep
  | { readonly op: 'unbind', readonly storage: Nth } & OnEvent
  | { readonly op: 'publish', readonly context: ContextKind } & OnEvent
  /** Puts a function of its own that notes the call in front of a channel's `publish` or `runStores`. */
  | { readonly op: 'wrap', readonly method: 'publish' | 'runStores' } & OnEvent
  /** Puts a wrapper in place of a method of a storage or of all storages, or takes it away again. */
  | { readonly op: 'patch', readonly storage: Nth, readonly method: Method }
  | { readonly op: 'patchAll', readonly method: Method }
  | TraceStep
  | { readonly op: 'run' | 'exit', readonly storage: Nth, readonly value: ValueKind, readonly body: Steps }
  | { readonly op: 'enterWith', readonly storage: Nth, readonly value: ValueKind }
  | { readonly op: 'disable', readonly storage: Nth }
  | { readonly op: 'open', readonly scope: Scope }
  /** Disposes one of the scopes that are open, from the last; or `again` one of those that are not. */
  | { readonly op: 'dispose', readonly nth: Nth, readonly again: boolean }
  | { readonly op: 'using', readonly scope: Scope, readonly body: Steps }
  /** A generator that pauses within a scope. */
  | { readonly op: 'generator' | 'async generator', readonly scope: Scope } & Pausing
  | { readonly op: 'async', readonly followed: boolean } & Pausing
  | { readonly op: 'resume', readonly nth: Nth, readonly by: Resumption, readonly value: ValueKind }
  /** Keeps the context, in which some `call` calls the body. */
  | { readonly op: 'capture', readonly by: Capture, readonly body: Steps }
  | { readonly op: 'call', readonly nth: Nth }
  | { readonly op: 'garbage', readonly call: Garbage, readonly args: readonly ValueKind[] } & OnEvent

export type TraceStep =
  | { readonly op: 'traceSync' | 'boundedRun', readonly result: ValueKind } & Traced & Called
  | { readonly op: 'runStores', readonly result: ValueKind, readonly event: Event } & Traced & Called
  | {
    readonly op: 'tracePromise', readonly outcome: Outcome | 'after steps', readonly after: Steps
    readonly value: ValueKind, readonly followed: boolean
  } & Traced & Called
  | {
    readonly op: 'traceCallback', readonly position: number | 'none' | 'text' | 'null', readonly at: number
    readonly calls: readonly CallOfCallback[], readonly callback: Steps, readonly result: ValueKind
  } & Traced & Called

export type BindStep = { readonly op: 'bind', readonly storage: Nth, readonly transform: Transform } & OnEvent

export type SubscribeStep = {
  readonly op: 'subscribe' | 'unsubscribe', readonly by: 'channel' | 'tracing' | 'name', readonly subscriber: Nth
} & OnEvent

export type Steps = readonly Step[]

/** The steps of one kind, or of some. */
export type Of<Op extends Step['op']> = Extract<Step, { op: Op }>

/** What a subscriber does with a message, besides noting it. */
export interface Subscriber {
  readonly steps: Steps
  readonly writes: boolean
}

/** A program: what there is, and what is done with it. It is JSON: one process may make it and others run it. */
export interface Scenario {
  readonly storages: readonly StorageKind[]
  readonly subscribers: readonly Subscriber[]
  readonly steps: Steps
  /** What stands for a timer: which of the two comes first is nobody's promise, so it is one of them. */
  readonly timer: 'timeout' | 'immediate'
}
