// The least code that enters stores around a function on Bun or Deno, by what the host has of its own. Its functions
// are made once: a call makes none.

/** @typedef {import('node:async_hooks').AsyncLocalStorage<any>} Storage */
/** @typedef {{ storage: Storage, transform?: (message: any) => any }} Bound */
/** @typedef {(message: any, arg: any) => any} Call */

const { Deno } = /** @type {any} */ (globalThis)

/** How Deno reads and sets its whole context: a mapping with a key for each storage. */
const { getAsyncContext, setAsyncContext } = Deno?.[Deno.internal].core ?? {}

const valueOf = (transform, message) => transform ? transform(message) : message

/** In the `run` of each, one in the other. @param {Bound[]} bound @param {Call} call @returns {Call} */
function inRun(bound, call) {
  return bound.reduceRight((inner, { storage, transform }) => (message, arg) => {
    return storage.run(valueOf(transform, message), inner, message, arg)
  }, call)
}

/** There and back, as a scope has to. @param {Bound[]} bound @param {Call} call @returns {Call} */
function thereAndBack(bound, call) {
  return bound.reduceRight((inner, { storage, transform }) => (message, arg) => {
    const prior = storage.getStore()
    storage.enterWith(valueOf(transform, message))
    try {
      return inner(message, arg)
    } finally {
      storage.enterWith(prior)
    }
  }, call)
}

/** In one copy of the mapping, and back to that of before. @param {Bound[]} bound @param {Call} call @returns {Call} */
function inMapping([first, ...others], call) {
  const keys = others.map(({ storage }) => {
    setAsyncContext(undefined)
    storage.enterWith(1)
    return Object.keys(getAsyncContext())[0]
  })
  setAsyncContext(undefined)
  return (message, arg) => {
    const outer = getAsyncContext()
    first.storage.enterWith(valueOf(first.transform, message))
    const mapping = getAsyncContext()
    for (let i = 0; i < keys.length; i++) {
      const value = valueOf(others[i].transform, message)
      // The storage alone can make what stands for a value in a mapping.
      setAsyncContext(undefined)
      others[i].storage.enterWith(value)
      mapping[keys[i]] = getAsyncContext()[keys[i]]
      setAsyncContext(mapping)
    }
    try {
      return call(message, arg)
    } finally {
      setAsyncContext(outer)
    }
  }
}

/** Around a function that is called. */
export const inStores = Deno ? inMapping : inRun

/** Around code that stands between entering and leaving. */
export const asScope = Deno ? inMapping : thereAndBack
