// Makes rounds of calls, each when it is told to, and says how long they took; see contests.js.
import { ambient } from '../calls/ambient.js'
import { prepareCalls } from '../calls/prepare-calls.js'
import { answerOrders, readPlan } from '../shared/answer-orders.js'

/** @type {import('./contests.js').Plan} */
const { conditions, implementations, install, build } = readPlan()

/** @returns {Promise<any>} */
const load = () => import(build ?? 'tracescope')
if (install) (await load()).install(install)
const loops = await prepareCalls(conditions, implementations, load)
const within = ambient(conditions.ambient)

answerOrders(async ({ implementation, calls }) => {
  // What the others left behind is collected first: each pays for its own garbage.
  if (typeof gc === 'function') gc({ type: 'minor' })
  // From here on in a promise job, as most code of an async program: what a store costs depends on it up to Node 22.
  await undefined
  const loop = loops[implementation]
  // Not timed: a process that has waited for its turn finds its memory out of the processor's caches.
  await within(() => loop(calls))
  const start = process.hrtime.bigint()
  await within(() => loop(calls))
  return { nanoseconds: Number(process.hrtime.bigint() - start) }
})
