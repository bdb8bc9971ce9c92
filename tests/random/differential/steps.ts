/** A storage, a channel, a message or a value, by its number. */
export type Nth = number

/** What becomes of a store's value on its way from the message: steps that run first, and the value; `null` is the message. */
export interface TransformSteps {
  readonly steps: readonly Step[]
  readonly value: Nth | null
}

/** `'none'` and `'null'`: bound with `undefined` and with `null` for a transform. */
export type BoundTransform = TransformSteps | 'none' | 'null'

export type Event = 'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error'
export type Method = 'run' | 'enterWith' | 'getStore' | 'withScope'
export type Delay = 'promise' | 'microtask' | 'tick' | 'timer'

interface OnChannel {
  readonly channel: Nth
  readonly message: Nth
}

/** What is open for some steps. `nothing` where a tracer has no scopes. */
export type Scope =
  | { readonly op: 'nothing' }
  | { readonly op: 'withScope', readonly storage: Nth, readonly value: Nth }
  | { readonly op: 'withStoreScope' | 'boundedWithScope' } & OnChannel

/** One thing that a program does. The values of all storages are looked at after each, and in everything that it has run. */
export type Step =
  | { readonly op: 'look' | 'throw' }
  | { readonly op: 'try', readonly body: readonly Step[] }
  | { readonly op: 'enterWith', readonly storage: Nth, readonly value: Nth }
  | { readonly op: 'disable', readonly storage: Nth }
  | { readonly op: 'run', readonly storage: Nth, readonly value: Nth, readonly body: readonly Step[] }
  | { readonly op: 'exit', readonly storage: Nth, readonly body: readonly Step[] }
  | { readonly op: 'traceSync' | 'runStores' | 'boundedRun', readonly body: readonly Step[] } & OnChannel
  | { readonly op: 'tracePromise', readonly result: 'resolved' | 'rejected' | 'thenable' | 'later', readonly body: readonly Step[], readonly after: readonly Step[] } & OnChannel
  | { readonly op: 'traceCallback', readonly when: Delay | 'now', readonly body: readonly Step[], readonly callback: readonly Step[] } & OnChannel
  | { readonly op: 'open', readonly scope: Scope }
  /** Disposes one of the scopes that are open, from the last; or `again` one of those that are not. */
  | { readonly op: 'dispose', readonly nth: Nth, readonly again: boolean }
  | { readonly op: 'using', readonly scope: Scope, readonly body: readonly Step[] }
  /** Runs a generator to its `yield`, which stands within a scope; some `resume` goes on with it. */
  | { readonly op: 'generator', readonly scope: Scope, readonly before: readonly Step[], readonly after: readonly Step[] }
  | { readonly op: 'resume', readonly nth: Nth }
  /** Keeps the context for some `call`. */
  | { readonly op: 'capture', readonly by: 'snapshot' | 'bind' | 'resource', readonly body: readonly Step[] }
  | { readonly op: 'call', readonly nth: Nth }
  | { readonly op: 'later', readonly by: Delay, readonly body: readonly Step[] }
  | { readonly op: 'async', readonly before: readonly Step[], readonly after: readonly Step[] }
  | { readonly op: 'bind', readonly channel: Nth, readonly event: Event, readonly storage: Nth, readonly transform: BoundTransform }
  | { readonly op: 'unbind', readonly channel: Nth, readonly event: Event, readonly storage: Nth }
  /** Puts a wrapper in place of a method of a storage or of all storages, or takes it away again. */
  | { readonly op: 'patch', readonly storage: Nth, readonly method: Method }
  | { readonly op: 'patchAll', readonly method: Method }

/** What kind of storage: see `storages.ts`. */
export type StorageKind = 'plain' | 'default' | 'subclass' | 'agent' | 'run only'

export interface Subscriber {
  readonly channel: Nth
  readonly event: Event
  readonly steps: readonly Step[]
}

/** A program: what there is, and what is done with it. */
export interface Sequence {
  readonly storages: readonly StorageKind[]
  readonly subscribers: readonly Subscriber[]
  readonly bindings: ReadonlyArray<Extract<Step, { op: 'bind' }>>
  /** Whether there is a trace on each channel before anything else, with no storage that has a value. */
  readonly rehearsed: boolean
  /** The values that storages have to begin with. */
  readonly entered: readonly Step[]
  readonly steps: readonly Step[]
  /** The scopes that are open at the end are disposed from the first rather than from the last. */
  readonly firstOpenedFirst: boolean
  /** What stands for a timer: which of the two comes first is nobody's promise, so it is one of them. */
  readonly timer: 'timeout' | 'immediate'
}

export const STORAGES = 4
export const CHANNELS = 3
export const MESSAGES = 3
export const VALUES = ['a', 'b', 'c', undefined] as const

/** Writes a program down for people. */
export function show({ storages, subscribers, bindings, rehearsed, entered, steps, firstOpenedFirst, timer }: Sequence): string {
  const usesTimers = /"timer"/.test(JSON.stringify([subscribers, bindings, steps]))
  return [
    `storages: ${storages.join(', ')}`,
    ...subscribers.flatMap((subscriber) => showParts('subscriber', subscriber, '')),
    ...showSteps(bindings, ''),
    ...rehearsed ? ['each channel has traced before'] : [],
    ...showSteps(entered, ''),
    ...showSteps(steps, ''),
    ...firstOpenedFirst ? ['at the end: scopes disposed from the first'] : [],
    ...usesTimers ? [`timer: ${timer}`] : []
  ].join('\n')
}

function showSteps(steps: readonly Step[], indent: string): string[] {
  return steps.flatMap(({ op, ...parts }) => showParts(op, parts, indent))
}

function showParts(head: string, parts: object, indent: string): string[] {
  const line = [indent + head]
  const below: string[] = []
  for (const [name, part] of Object.entries(parts)) {
    if (Array.isArray(part)) {
      if (part.length) below.push(`${indent}  ${name}:`, ...showSteps(part, `${indent}    `))
    } else if (typeof part === 'object' && part !== null) {
      const { op, ...rest } = part
      below.push(...showParts(`${name}${op ? ` ${op}` : ''}`, rest, `${indent}  `))
    } else {
      line.push(`${name} ${name === 'value' && typeof part === 'number' ? VALUES[part] : part}`)
    }
  }
  return [line.join(' '), ...below]
}
