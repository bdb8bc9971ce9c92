// @ts-check
import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { INSTRUMENTATIONS } from './instrumentations.js'

/**
 * How an agent makes spans.
 *
 * @typedef {object} Tracer
 * @property {AsyncLocalStorage<any>} storage where it keeps the active span
 * @property {(name: string, attributes: Record<string, string | number>) => any} open begins a span as child of the active
 *   one, and gives what the storage has while it is active
 * @property {(active: any, attributes: Record<string, string | number>, error: unknown) => void} close ends it
 */

const SPAN = Symbol('span')
let ended = 0

/** How many spans have ended in this process. */
export const endedSpans = () => ended

/**
 * Has an agent make spans of every trace of the application. Further stores are what agents have besides the active span,
 * such as labels for log lines or for a profiler: each has a value of its own for each span.
 *
 * @param {Tracer} tracer
 * @param {number} stores how many are bound to the start of each channel, the agent's own included
 * @param {string[]} channels of those that the application traces
 */
export function watch(tracer, stores, channels = Object.keys(INSTRUMENTATIONS)) {
  const further = Array.from({ length: stores - 1 }, () => new AsyncLocalStorage())
  for (const channel of channels) {
    const instrumentation = INSTRUMENTATIONS[channel]
    const traced = tracingChannel(channel)
    /** For the first store that asks: up to Node 25 that is the one that was bound last. @param {any} message */
    const begin = (message) => message[SPAN] ??= tracer.open(instrumentation.name(message), instrumentation.begun(message))
    /** @param {any} message */
    const end = (message) => {
      const active = message[SPAN]
      if (active === undefined) return
      message[SPAN] = undefined
      ended++
      tracer.close(active, 'error' in message ? {} : instrumentation.ended(message), message.error)
    }
    traced.start.bindStore(tracer.storage, begin)
    for (const storage of further) {
      traced.start.bindStore(storage, (message) => ({ span: begin(message), outer: storage.getStore() }))
    }
    traced.subscribe(/** @type {any} */ ({
      end(/** @type {any} */ message) { if ('result' in message || 'error' in message) end(message) },
      asyncEnd: end
    }))
  }
}
