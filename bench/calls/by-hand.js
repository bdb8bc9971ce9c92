import { AsyncLocalStorage, AsyncResource, executionAsyncResource } from 'node:async_hooks'

/**
 * The least code that enters a message in stores and puts back what was there, by what the host keeps its context in.
 *
 * @typedef {object} ByHand
 * @property {(message: object) => any} enter returns what `leave` takes
 * @property {(outer: any) => void} leave
 */

/** @typedef {((message: any) => unknown) | undefined} Transform */

/**
 * A transform is called in the outer context: those of the bench read their own store alone.
 *
 * @param {AsyncLocalStorage<any>[]} stores
 * @param {Transform[]} transforms of each store
 * @returns {ByHand}
 */
export function enterByHand(stores, transforms) {
  Frame ??= findFrame()
  return Frame ? new FrameByHand(stores, transforms) : new ResourceByHand(stores, transforms)
}

/**
 * Calls a function in a resource of its own: up to Node 25 `run` leaves an entry in the context that it was called in,
 * and each call that is measured would copy it.
 *
 * @template T
 * @param {() => T} fn
 * @returns {T}
 */
function apart(fn) {
  return new AsyncResource('bench').runInAsyncScope(fn)
}

/**
 * Node's AsyncContextFrame, a Map from storage to value, where it has one. Found when a floor is made: up to Node 22
 * each promise of a process costs more once a storage has been used.
 *
 * @type {any}
 */
let Frame

/** An AsyncResource keeps the current frame. */
function findFrame() {
  return apart(() => new AsyncLocalStorage().run(1, () => {
    const resource = /** @type {any} */ (new AsyncResource('bench'))
    const symbol = Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'context_frame')
    return symbol && resource[symbol]?.constructor
  }))
}

/** One new frame for all stores, and back by a pointer. */
class FrameByHand {
  constructor(stores, transforms) {
    this.stores = stores
    this.transforms = transforms
  }

  enter(message) {
    const { stores, transforms } = this
    const outer = Frame.current()
    const entered = Reflect.construct(Map, NO_ARGUMENTS, Frame)
    outer?.forEach(copyEntry, entered)
    for (let i = 0; i < stores.length; i++) {
      const transform = transforms[i]
      entered.set(stores[i], transform ? transform(message) : message)
    }
    Frame.set(entered)
    return outer
  }

  leave(outer) {
    Frame.set(outer)
  }
}

const NO_ARGUMENTS = []

/** @this {Map<unknown, unknown>} */
function copyEntry(value, store) {
  this.set(store, value)
}

/**
 * Node up to 22: the values on the resource that runs now, by a key that each storage has. A trace in the midst of
 * another of the same stores would overwrite `#prior`.
 */
class ResourceByHand {
  /** @type {unknown[]} */
  #prior = []

  constructor(stores, transforms) {
    this.transforms = transforms
    this.keys = stores.map(({ kResourceStore }) => kResourceStore)
    // From then on a promise takes its value along, as when Node has entered it.
    apart(() => { for (const store of stores) store.run({}, () => {}) })
  }

  enter(message) {
    const { keys, transforms } = this
    const prior = this.#prior
    const resource = /** @type {any} */ (executionAsyncResource())
    for (let i = 0; i < keys.length; i++) {
      const transform = transforms[i]
      const value = transform ? transform(message) : message
      prior[i] = resource[keys[i]]
      resource[keys[i]] = value
    }
    return resource
  }

  leave(resource) {
    for (let i = this.keys.length - 1; i >= 0; i--) resource[this.keys[i]] = this.#prior[i]
  }
}
