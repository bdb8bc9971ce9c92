import dc from 'node:diagnostics_channel'

const diagnosticsChannel: any = dc

/** What is called with arguments that make no sense. */
export const GARBAGE = [
  'channel', 'subscribe', 'unsubscribe', 'hasSubscribers', 'tracingChannel', 'boundedChannel', 'Channel#subscribe',
  'Channel#unsubscribe', 'Channel#bindStore', 'Channel#unbindStore', 'Channel#publish', 'Channel#runStores',
  'Channel#withStoreScope', 'TracingChannel#subscribe', 'TracingChannel#unsubscribe', 'TracingChannel#subscribe start',
  'traceSync', 'tracePromise', 'traceCallback', 'traceSync this', 'tracePromise this', 'traceCallback this',
  'AsyncLocalStorage#run', 'AsyncLocalStorage#exit', 'AsyncLocalStorage#withScope', 'BoundedChannel#run',
  'BoundedChannel#withScope'
] as const
export type Garbage = typeof GARBAGE[number]

interface Targets {
  readonly traced: any
  readonly channel: any
  readonly storage: any
}

/** Calls something of the host's with any arguments. What this host does not have gives `undefined`. */
export function callWithGarbage(call: Garbage, { traced, channel, storage }: Targets, args: readonly any[]): unknown {
  const [first, second, ...rest] = args
  switch (call) {
    case 'channel':
    case 'subscribe':
    case 'unsubscribe':
    case 'hasSubscribers':
    case 'tracingChannel':
    case 'boundedChannel': {
      return diagnosticsChannel[call]?.(typeof first === 'symbol' ? first.description : first, second)
    }
    case 'Channel#subscribe':
    case 'Channel#unsubscribe':
    case 'Channel#unbindStore':
    case 'Channel#publish':
    case 'Channel#runStores':
    case 'Channel#withStoreScope': return channel[call.slice(8)]?.(...args)
    // See NOT_COMPARED: what is said of a store that is nothing.
    case 'Channel#bindStore': return channel.bindStore(first ?? 'nothing', second)
    case 'TracingChannel#subscribe': return traced.subscribe(first)
    case 'TracingChannel#unsubscribe': return traced.unsubscribe(first)
    case 'TracingChannel#subscribe start': return traced.subscribe({ start: first })
    case 'traceSync':
    case 'tracePromise':
    case 'traceCallback': return traced[call](...args)
    case 'traceSync this':
    case 'tracePromise this':
    case 'traceCallback this': return traced[call.slice(0, -5)].call(first, () => second, ...rest)
    case 'AsyncLocalStorage#run':
    case 'AsyncLocalStorage#exit':
    case 'AsyncLocalStorage#withScope': return storage[call.slice(18)]?.(...args)
    case 'BoundedChannel#run': return diagnosticsChannel.boundedChannel?.(traced).run(...args)
    case 'BoundedChannel#withScope': return diagnosticsChannel.boundedChannel?.(traced).withScope(...args)
  }
}
