import { AsyncLocalStorage } from 'node:async_hooks'
import { work } from './work.js'

/** Nobody but the caller. */
const UNTRACED = {
  direct: () => (i) => work(i),
  own: ({ keep }) => (i) => {
    keep({})
    return work(i)
  }
}

/** What no channel takes part in. @type {string[]} */
const NO_EVENTS = []

/** A channel that is no tracing channel: `start` stands for it. @type {import('./apis.js').Calls} */
export const runStores = {
  ...UNTRACED,
  events: ['start'],
  node: ({ tracing: { start } }) => (i) => start.runStores({}, work, undefined, i),
  tracescope: ({ tracing: { start }, library: { withStoreScope } }) => (i) => {
    const scope = withStoreScope(start, {})
    try {
      return work(i)
    } finally {
      scope[Symbol.dispose]()
    }
  },
  byHand({ tracing: { start }, storages }) {
    const hand = storages.byHand()
    return (i) => {
      if (!start.hasSubscribers) return work(i)
      const message = {}
      const outer = hand.enter(message)
      try {
        start.publish(message)
        return work(i)
      } finally {
        hand.leave(outer)
      }
    }
  }
}

/** One storage or three, written out as users write it. @type {import('./apis.js').Calls} */
export const withScope = {
  ...UNTRACED,
  events: NO_EVENTS,
  node({ storages: { all: [first, second, third] } }) {
    if (!third) return (i) => first.run({}, () => work(i))
    return (i) => {
      const value = {}
      return first.run(value, () => second.run(value, () => third.run(value, () => work(i))))
    }
  },
  tracescope({ storages: { all: [first, second, third] }, library: { withScope } }) {
    if (third) {
      return (i) => {
        const value = {}
        const firstScope = withScope(first, value)
        try {
          const secondScope = withScope(second, value)
          try {
            const thirdScope = withScope(third, value)
            try {
              return work(i)
            } finally {
              thirdScope.dispose()
            }
          } finally {
            secondScope.dispose()
          }
        } finally {
          firstScope.dispose()
        }
      }
    }
    return (i) => {
      const scope = withScope(first, {})
      try {
        return work(i)
      } finally {
        scope.dispose()
      }
    }
  },
  byHand({ storages }) {
    const hand = storages.byHand()
    return (i) => {
      const outer = hand.enter({})
      try {
        return work(i)
      } finally {
        hand.leave(outer)
      }
    }
  }
}

/** @type {import('./apis.js').Calls} */
export const run = {
  ...withScope,
  node: ({ storages: { all: [storage] } }) => (i) => storage.run({}, work, i)
}

/**
 * The value is current from the first call of a loop on: those of a round are made in one context.
 *
 * @type {import('./apis.js').Calls}
 */
export const runCurrent = {
  ...UNTRACED,
  events: NO_EVENTS,
  node({ storages: { all: [storage] } }) {
    const value = {}
    return (i) => {
      if (i === 0) storage.enterWith(value)
      return storage.run(value, work, i)
    }
  },
  byHand: UNTRACED.direct
}

/** @type {import('./apis.js').Calls} */
export const enterWith = {
  ...UNTRACED,
  events: NO_EVENTS,
  node: ({ storages: { all: [storage] } }) => (i) => {
    storage.enterWith({})
    return work(i)
  },
  byHand({ storages }) {
    const hand = storages.byHand()
    return (i) => {
      hand.enter({})
      return work(i)
    }
  }
}

/** @type {import('./apis.js').Calls} */
export const isolate = {
  ...UNTRACED,
  events: NO_EVENTS,
  // What puts the whole context back on Node itself.
  node: () => (i) => AsyncLocalStorage.snapshot()(work, i),
  tracescope: ({ library: { isolate } }) => (i) => isolate(work, undefined, i),
  // A bare try/finally around the call, which does nothing with the context.
  byHand: () => (i) => guarded(work, undefined, i)
}

let calls = 0

/** Called as `isolate` is. */
function guarded(fn, thisArg, ...args) {
  try {
    return Reflect.apply(fn, thisArg, args)
  } finally {
    calls++
  }
}
