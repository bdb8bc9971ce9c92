import { AsyncLocalStorage } from 'node:async_hooks'
import { watch } from './watch.js'

class Span {
  status = 'ok'
  endTime = 0

  constructor(name, attributes, parent) {
    this.name = name
    this.attributes = attributes
    this.trace = parent?.trace ?? randomId() + randomId()
    this.id = randomId()
    this.parent = parent?.id
    this.startTime = now()
  }
}

/**
 * The least that an agent does: spans with an id, a parent, a start, an end and attributes, and the active one in an
 * AsyncLocalStorage that is bound to all channels with a transform.
 *
 * @type {import('./start-agent.js').Start}
 */
export function startPlain(stores, keep) {
  const storage = new AsyncLocalStorage()
  watch({
    storage,
    open: (name, attributes) => new Span(name, attributes, storage.getStore()),
    close(span, attributes, error) {
      Object.assign(span.attributes, attributes)
      if (error !== undefined) span.status = String(error)
      span.endTime = now()
      keep?.(span)
    }
  }, stores)
}

function now() {
  return performance.timeOrigin + performance.now()
}

function randomId() {
  return random32() + random32()
}

function random32() {
  return Math.floor(Math.random() * 2 ** 32).toString(16).padStart(8, '0')
}
