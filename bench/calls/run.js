// @ts-check
import { work } from './work.js'

export const loop = 'sumOf'

/** No channel takes part. @type {string[]} */
export const events = []

/** @type {import('./prepare-calls.js').MakeCall} */
export const node = ({ storages: { all: [storage] } }) => (i) => storage.run({}, work, i)

export { byHand, direct, own } from './with-scope.js'
