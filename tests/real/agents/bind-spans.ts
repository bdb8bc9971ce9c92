import type { AsyncLocalStorage } from 'node:async_hooks'
import type { TracingChannel } from 'node:diagnostics_channel'

/** A span opened for a trace. */
export interface Opened {
  /** What the storage has while the span is active. */
  readonly store: unknown
  close(error: unknown): void
}

/**
 * Opens a span on every trace of a channel in the manner of agents: it is active from start to end; in the continuation
 * the caller's is. It ends when the trace does.
 */
export function bindSpans(
  traced: TracingChannel<any>, storage: AsyncLocalStorage<any>, open: (message: any) => Opened
): void {
  const opened = new Map<object, { outer: unknown, span: Opened }>()
  const close = (message: any): void => {
    opened.get(message)?.span.close(message.error)
    opened.delete(message)
  }
  traced.start.bindStore(storage, (message) => {
    const outer = storage.getStore()
    const span = open(message)
    opened.set(message, { outer, span })
    return span.store
  })
  traced.asyncStart.bindStore(storage, (message) => opened.get(message)?.outer)
  traced.subscribe({
    start() {},
    end(message) { if ('result' in message || 'error' in message) close(message) },
    asyncStart() {},
    asyncEnd: close,
    error() {}
  })
}
