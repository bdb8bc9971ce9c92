// @ts-check
// Makes rounds of calls, each when it is told to, and says how long they took; see contestant.js.
import { ambient } from '../calls/ambient.js'
import { prepareCalls } from '../calls/prepare-calls.js'

/** @type {import('./contestant.js').Plan} */
const { conditions, implementations, install, build } = JSON.parse(process.argv[2])

/** @returns {Promise<any>} */
const load = () => import(build ?? 'tracescope')
if (install) (await load()).install(install)
const loops = await prepareCalls(conditions, implementations, load)
const within = ambient(conditions.ambient)

process.on('message', async (/** @type {import('./contestant.js').Order} */ { implementation, calls }) => {
  // What the others left behind is collected first: each pays for its own garbage.
  if (typeof gc === 'function') gc({ type: 'minor' })
  // From here on in a promise job, as most code of an async program: what a store costs depends on it up to Node 22.
  await undefined
  const loop = loops[implementation]
  // Not timed: a process that has waited for its turn finds its memory out of the processor's caches.
  await within(() => loop(calls))
  const start = process.hrtime.bigint()
  await within(() => loop(calls))
  const nanoseconds = Number(process.hrtime.bigint() - start)
  process.send?.({ nanoseconds })
})
process.send?.('ready')
