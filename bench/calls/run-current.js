// @ts-check
import { work } from './work.js'

export const loop = 'sumOf'

/** No channel takes part. @type {string[]} */
export const events = []

// The value is current from the first call of a loop on: those of a round are made in one context.

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ storages: { all: [storage] } }) => {
  const value = {}
  return (i) => {
    if (i === 0) storage.enterWith(value)
    return storage.run(value, work, i)
  }
}

export { direct, direct as byHand, own } from './trace-sync.js'
