// @ts-check
import { ROWS } from './rows.js'

// Times one row in a process of its own: slices of calls by the host and by tracescope in turns, in rounds.

const CALLS = 2000
const [name = '', rounds = '15', slices = '8'] = process.argv.slice(2)
const row = ROWS[name]()

/** @param {'host' | 'tracescope'} contestant */
async function slice(contestant) {
  const call = row[contestant]
  const begin = performance.now()
  let last
  for (let i = 0; i < CALLS; i++) last = call(i)
  if (row.isAsync) await last
  return (performance.now() - begin) * 1e6 / CALLS
}

/** A low one, as others use the processor as well. @param {number[]} times */
const low = (times) => times.sort((a, b) => a - b)[Math.floor(times.length / 5)]

const results = []
for (let round = -3; round < Number(rounds); round++) {
  /** @type {Record<'host' | 'tracescope', number[]>} */
  const times = { host: [], tracescope: [] }
  for (let i = 0; i < Number(slices); i++) {
    for (const contestant of /** @type {const} */ (i % 2 ? ['host', 'tracescope'] : ['tracescope', 'host'])) times[contestant].push(await slice(contestant))
  }
  // The first rounds warm up.
  if (round >= 0) results.push({ host: low(times.host), tracescope: low(times.tracescope) })
}
console.log(JSON.stringify(results))
