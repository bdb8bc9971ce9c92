import { asyncIterator } from '../primordials.js'
import { hostModule } from './host-module.js'

/** How a stream came to its end: read to the end or cancelled, destroyed before that without an error, or failed. */
export type StreamEnd = 'closed' | 'destroyed' | { readonly error: unknown }

/**
 * Whether a value is a stream of this host: a web ReadableStream, or a Readable or Duplex of node:stream or of a copy
 * of it. Both can be iterated, which is asked first: any other object is asked for no more than that.
 */
export function isStream(value: any): value is object {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return false
  try {
    return typeof value[asyncIterator] === 'function' && (isWebStream(value) || isNodeStream(value)) &&
      hostStreams() !== undefined
  } catch {
    return false
  }
}

/**
 * Calls a function when a stream is over, whoever reads it, once or more often, and starts nothing: the stream does not
 * flow, gets no listener for 'error', and is not locked.
 *
 * @returns what ends the watch, or `undefined` where the stream can't be watched
 */
export function watchStream(stream: any, onEnd: (end: StreamEnd) => void): (() => void) | undefined {
  const { finished, errorMonitor } = hostStreams()!
  const isNode = isNodeStream(stream)
  const fail = (error: any): void => { onEnd(isNode && isOfHost(error) ? 'destroyed' : { error }) }
  try {
    // The option keeps `finished` from listening to 'error', which has no default then; what it would hear the monitor
    // does.
    const unwatch = finished(stream, { error: false }, (error?: NodeJS.ErrnoException | null) => {
      if (error === undefined || error === null) onEnd('closed')
      else if (isNode && error.code === 'ERR_STREAM_PREMATURE_CLOSE' && stream.errored !== error) onEnd('destroyed')
      else fail(error)
    })
    if (!isNode) return unwatch
    stream.on(errorMonitor, fail)
    return () => {
      unwatch()
      stream.removeListener(errorMonitor, fail)
    }
  } catch {
    return undefined
  }
}

/**
 * Whether an error is the one that the host destroys a Readable with for a reader who has left without one. What is
 * aborted by a signal has the reason of the signal as its cause.
 */
function isOfHost(error: any): boolean {
  return error?.code === 'ABORT_ERR' && error.cause === undefined
}

function isWebStream(value: any): boolean {
  return typeof value.getReader === 'function' && value instanceof hostReadableStream()
}

function isNodeStream(value: any): boolean {
  return typeof value.pipe === 'function' && typeof value.on === 'function' &&
    typeof value._readableState === 'object' && value._readableState !== null
}

/** Gives what a function gives when it is first called. */
function once<Result>(fn: () => Result): () => Result {
  let result: { readonly value: Result } | undefined
  return () => (result ??= { value: fn() }).value
}

/**
 * What the host has to watch streams by, loaded for the first stream: it would be most of what the package loads.
 * `undefined` where it has none.
 */
const hostStreams = once(() => {
  try {
    const { finished }: typeof import('node:stream') = hostModule('node:stream')
    const { errorMonitor }: typeof import('node:events') = hostModule('node:events')
    return { finished, errorMonitor }
  } catch {
    return undefined
  }
})

/** The host's own class, whatever the global of that name is. */
const hostReadableStream = once((): typeof import('node:stream/web').ReadableStream =>
  hostModule('node:stream/web').ReadableStream)
