// The least code that enters stores around a function on Bun or Deno, by what the host has of its own. Its functions
// are made once: a call makes none.

const { Deno } = /** @type {any} */ (globalThis)

/** How Deno reads and sets its whole context: a mapping with a key for each storage. */
const { getAsyncContext, setAsyncContext } = Deno?.[Deno.internal]?.core ?? {}

const valueOf = (transform, message) => transform ? transform(message) : message

/** In the `run` of each, one in the other. */
function inRun(bound, call) {
  return bound.reduceRight((inner, { storage, transform }) => (message, arg) => {
    return storage.run(valueOf(transform, message), inner, message, arg)
  }, call)
}

/** There and back, as a scope has to. */
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

/** In one copy of the mapping, and back to that of before. */
function inMapping(bound, call) {
  const [first, ...others] = bound
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
export const inStores = setAsyncContext ? inMapping : inRun

/** Around code that stands between entering and leaving. */
export const asScope = setAsyncContext ? inMapping : thereAndBack
