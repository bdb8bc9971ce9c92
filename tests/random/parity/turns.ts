import type { Witness } from './witness.js'

/** How many turns of the event loop something is followed for, if it is not over before. */
const MOST_TURNS = 8
const MOST_TURNS_UNTIL_DONE = 500

/**
 * Begins something in a turn of the event loop, and waits until a turn has brought nothing new.
 *
 * @param begin what to begin; when it gives a promise, it is waited for, too
 */
export async function followTurns(witness: Witness, begin: () => Promise<void> | void): Promise<void> {
  const { lines } = witness
  let seen = -1
  let busy = false
  for (let turn = 0; busy ? turn < MOST_TURNS_UNTIL_DONE : seen < lines.length && turn < MOST_TURNS; turn++) {
    seen = turn === 0 ? seen : lines.length
    await new Promise<void>((resolve) => setImmediate(() => {
      witness.beginTurn()
      if (turn === 0) {
        const begun = begin()
        busy = begun !== undefined
        void begun?.then(() => { busy = false; seen = -1 })
      }
      // What else happens in this turn comes before.
      setImmediate(resolve)
    }))
  }
}
