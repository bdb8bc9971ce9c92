// Times one row in a process of its own: slices of calls by each side in turns, in rounds. With `shim` the host's own
// traces are those of the shim.
import { AsyncLocalStorage } from 'node:async_hooks'
import { install } from 'tracescope'
import { inTurns } from '../shared/in-turns.js'
import { mapValues } from '../shared/statistics.js'
import { ROWS } from './rows.js'

const CALLS = 2000
const [name, rounds, uncounted, slices, shim] = process.argv.slice(2)
if (shim) install()

/** Has each slice begin in an empty context: on Bun `enterWith` leaves there what others would have to walk past. */
const inEmptyContext = AsyncLocalStorage.snapshot()

function makeCalls(call) {
  let last
  for (let i = 0; i < CALLS; i++) last = call(i)
  return last
}

const sides = mapValues(ROWS[name](), (call) => async () => {
  const begin = performance.now()
  const last = inEmptyContext(makeCalls, call)
  if (last instanceof Promise) await last
  return (performance.now() - begin) * 1e6 / CALLS
})

/** A low one, as others use the processor as well. @param {number[]} times */
const low = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 5)]

const round = async () => mapValues(await inTurns(sides, { rounds: Number(slices), isAlternating: true }), low)
const { all } = await inTurns({ all: round }, { rounds: Number(rounds), uncounted: Number(uncounted) })
console.log(JSON.stringify(mapValues(all[0], (_, side) => all.map((times) => times[side]))))
