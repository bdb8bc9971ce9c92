// @ts-check
import { work } from './work.js'

export const loop = 'sumOf'

/** No channel takes part. @type {string[]} */
export const events = []

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ storages: { all: [storage] } }) => (i) => {
  storage.enterWith({})
  return work(i)
}

/** @type {import('./prepare-calls.js').MakeCall} */
export const byHand = ({ storages }) => {
  const hand = storages.byHand()
  return (i) => {
    hand.enter({})
    return work(i)
  }
}

export { direct, own } from './trace-sync.js'
