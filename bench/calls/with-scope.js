// @ts-check
import { work } from './work.js'

export const loop = 'sumOf'

/** No channel takes part. @type {string[]} */
export const events = []

// One storage or three, written out as users write it.

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ storages: { all: [first, second, third] } }) => {
  if (third) {
    return (i) => {
      const value = {}
      return first.run(value, () => second.run(value, () => third.run(value, () => work(i))))
    }
  }
  return (i) => first.run({}, () => work(i))
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const tracescope = ({ storages: { all: [first, second, third] }, library: { withScope } }) => {
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
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ storages }) => {
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

export { direct, own } from './trace-sync.js'
