import { channel } from 'node:diagnostics_channel'
import { inspect, invalidArgType } from '../errors.js'
import { Operations } from './operations.js'

// Fake timers of a test are for what it tests.
const { clearTimeout, setTimeout } = globalThis

/** A channel, as a recorder needs it: Node's, or one of tracescope's types. */
export interface RecordableChannel {
  readonly name: string | symbol
  subscribe(onMessage: (message: any, name: string | symbol) => void): void
  unsubscribe(onMessage: (message: any, name: string | symbol) => void): unknown
}

/** What can be recorded: a tracing channel, by its name or itself, a bounded channel, or a single channel. */
export type Recordable =
  string | RecordableChannel | { readonly start: RecordableChannel, readonly end: RecordableChannel }

/** Something that was published. */
export interface RecordedEvent<Message = any> {
  /** `'start'`, `'end'`, `'asyncStart'`, `'asyncEnd'` or `'error'`; for a single channel its name. */
  readonly event: string
  /**
   * The message itself. That of a trace is one object for all its events, which gets its `result` or `error` meanwhile.
   */
  readonly message: Message
  /** The values that the storages had which the recorder was given. */
  readonly stores?: Readonly<Record<string, unknown>>
}

/** What `record` takes besides. */
export interface RecordOptions<Message = any> {
  /** Storages to read at each event, by the names that they have in `stores` then. */
  readonly stores?: Readonly<Record<string, { getStore(): unknown }>> | undefined
  /** Called with each event when it is published. */
  readonly each?: ((recorded: RecordedEvent<Message>) => void) | undefined
}

/** What has been published since, until it is disposed. */
export interface Recorder<Message = any> extends Disposable {
  /** All events, in order. */
  readonly events: ReadonlyArray<RecordedEvent<Message>>
  /**
   * Waits until all operations are over that have begun.
   *
   * @param milliseconds how long
   * @throws Error that tells which are not
   */
  settled(milliseconds?: number): Promise<void>
  /** Ends the recording, and keeps the events. */
  dispose(): void
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

/**
 * Records what is published: `using recorder = record('db.query')`.
 *
 * @param target the name of a tracing channel, or a tracing channel, bounded channel or channel, tracescope's or Node's
 * @param options `{ stores: { spans } }`: storages to read at each event; `{ each }`: called with each event
 * @returns the recorder, with `events`, `settled()` and `dispose()`
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when `target` is none of that
 */
export function record<Message = any>(target: Recordable, options: RecordOptions<Message> = {}): Recorder<Message> {
  const { stores, each } = options
  const channels = channelsOf(target)
  const operations = new Operations(channels.map(([event]) => event))
  const events: Array<RecordedEvent<Message>> = []
  const subscribers = channels.map(([event, channel]) => {
    const hear = (message: Message): void => {
      const values = stores &&
        Object.fromEntries(Object.entries(stores).map(([name, store]) => [name, store.getStore()]))
      const recorded = { event, message, ...values && { stores: values } }
      events.push(recorded)
      operations.heard(event, message)
      each?.(recorded)
    }
    channel.subscribe(hear)
    return () => channel.unsubscribe(hear)
  })
  const dispose = (): void => { for (const unsubscribe of subscribers.splice(0)) unsubscribe() }
  return {
    events,
    async settled(milliseconds = 1000): Promise<void> {
      if (!operations.areOver) await inTime(operations, milliseconds, nameOf(target, channels))
    },
    dispose,
    [Symbol.dispose]: dispose
  }
}

async function inTime(operations: Operations, milliseconds: number, name: string): Promise<void> {
  let timer: unknown
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const { size } = operations.open
      const shown = [...operations.open.keys()].map((message) => inspect(message, { depth: 0 })).join(', ')
      reject(new Error(`${size} operation${size === 1 ? '' : 's'} of ${name} ${size === 1 ? 'is' : 'are'} not over ` +
        `after ${milliseconds} ms: ${shown}`))
    }, milliseconds)
  })
  try {
    await Promise.race([operations.over(), tooLate])
  } finally {
    clearTimeout(timer as never)
  }
}

function channelsOf(target: any): Array<[event: string, channel: RecordableChannel]> {
  if (typeof target === 'string') return EVENTS.map((event) => [event, channel(`tracing:${target}:${event}`)])
  if (typeof target === 'object' && target !== null) {
    if (isChannel(target)) return [[String(target.name), target]]
    const channels = EVENTS.filter((event) => isChannel(target[event]))
      .map((event): [string, RecordableChannel] => [event, target[event]])
    if (channels.length > 0) return channels
  }
  throw invalidArgType('target', 'of type string or an instance of Channel, TracingChannel or BoundedChannel', target)
}

function isChannel(value: any): value is RecordableChannel {
  return typeof value?.publish === 'function' && typeof value.subscribe === 'function'
}

function nameOf(target: Recordable, [[, first]]: any): string {
  return typeof target === 'string' ? target : String(first.name).replace(/^tracing:(.*):\w+$/, '$1')
}
