import { followIteration } from '../trace/traced-iterables.js'
import { isDeclaredIterator, isIteration } from '../trace/iterators.js'
import type { Tracing } from '../trace/traces.js'
import type { Until } from '../trace/until.js'
import type { AnyFunction, Context } from '../types.js'
import { channel, frontOf, isChannel, type LiveChannel } from './channels.js'
import { assertFunction, invalidArgType } from './errors.js'
import { showsInsides } from './host.js'
import { apply, Object } from './primordials.js'
import { inWindow, isHeard, openWindow } from './stores.js'
import { followed, makeUntilTrace, traceCallback, tracePromise, traceSync } from './traces.js'

function channelFrom(nameOrChannels: any, event: string, className: string): LiveChannel {
  if (typeof nameOrChannels === 'string') return channel(`tracing:${nameOrChannels}:${event}`)
  if (typeof nameOrChannels !== 'object' || nameOrChannels === null) {
    throw invalidArgType('nameOrChannels', `of type string or an instance of ${className} or Object`, nameOrChannels)
  }
  const found = nameOrChannels[event]
  if (!isChannel(found)) throw invalidArgType(`nameOrChannels.${event}`, 'an instance of Channel', found)
  return found
}

/** Channels under the names of their events. */
class Channels {
  readonly #events: readonly string[]

  constructor(nameOrChannels: unknown, events: readonly string[], className: string) {
    this.#events = events
    for (
      const event of events
    ) Object.defineProperty(this, event, { value: channelFrom(nameOrChannels, event, className) })
  }

  #chosen(handlers: any): Array<readonly [LiveChannel, any, string]> {
    if (
      typeof handlers !== 'object' && typeof handlers !== 'function' || handlers === null
    ) throw invalidArgType('handlers', 'of type object', handlers)
    return this.#events.filter((event) => handlers[event])
      .map((event) => [frontOfEvent(this, event), handlers[event], event])
  }

  get hasSubscribers(): boolean {
    return this.#events.some((event) => frontOfEvent(this, event).hasSubscribers)
  }

  subscribe(handlers: unknown): void {
    const chosen = this.#chosen(handlers)
    for (const [, handler, event] of chosen) assertFunction(`handlers.${event}`, handler)
    for (const [channel, handler] of chosen) channel.subscribe(handler)
  }

  unsubscribe(handlers: unknown): boolean {
    return this.#chosen(handlers).map(([channel, handler]) => channel.unsubscribe(handler)).every(Boolean)
  }
}

function frontOfEvent(channels: any, event: string): LiveChannel {
  return frontOf(channels[event])
}

export class BoundedChannel extends Channels {
  declare readonly start: LiveChannel
  declare readonly end: LiveChannel

  constructor(nameOrChannels: unknown) {
    super(nameOrChannels, ['start', 'end'], 'BoundedChannel')
  }

  get #isHeard(): boolean {
    return !showsInsides || this.hasSubscribers
  }

  withScope(context: object = {}): Disposable {
    return openWindow(this.#isHeard, this.start, this.end, context)
  }

  run(context: object | null | undefined, fn: AnyFunction, thisArg?: unknown, ...args: unknown[]): unknown {
    assertFunction('fn', fn)
    const { start, end } = this
    const call = (): unknown => apply(fn, thisArg, args)
    return this.#isHeard ? inWindow(start, end, context ?? {}, call) : call()
  }
}

export class TracingChannel extends Channels {
  declare readonly start: LiveChannel

  constructor(nameOrChannels: unknown) {
    super(nameOrChannels, ['start', 'end', 'asyncStart', 'asyncEnd', 'error'], 'TracingChannel')
  }

  traceUntil(fn: AnyFunction, until: Until, ...rest: [Context?, unknown?, ...unknown[]]): unknown {
    assertFunction('fn', fn)
    return apply(makeUntilTrace(until), this, [fn, ...rest])
  }
}

const methods = {
  traceSync,
  tracePromise,
  traceCallback,
  trace: followed((channels, context, value) => isDeclaredIterator(value) && followIteration(channels, context, value)),
  traceIterator: followed((channels, context, value) => isIteration(value) && followIteration(channels, context, value))
}
for (
  const [name, value] of Object.entries(methods)
) Object.defineProperty(TracingChannel.prototype, name, { value, writable: true, configurable: true })

/** The tracing channel of the steps of iterations: see `trace/channels.ts`. */
export function stepChannels(start: LiveChannel): Tracing | null {
  const [, common] = typeof start.name === 'string' ? /^tracing:(.*):start$/s.exec(start.name) ?? [] : []
  return common === undefined ? null : new StepChannels(`${common}:next`) as unknown as Tracing
}

/** They are traced whenever the operation is, where the host does not tell who hears. */
class StepChannels extends TracingChannel {
  override get hasSubscribers(): boolean {
    return isHeard(this.start) || super.hasSubscribers
  }
}
