import { getHeapSpaceStatistics } from 'node:v8'
import { shapeOf } from '../shapes.js'
import { makeSubject, SITES, type Subject } from './subject.js'

/** What one call of a shape takes more than the function in it. */
export interface Cost {
  readonly nanoseconds: number
  readonly bytes: number
}

/** What the contestant is asked to do. */
export type Order = 'time' | 'weigh'

// One call of each place, and then those of the next shape: the calls of a program come in turns, too.
const CALLS = SITES
const TURNS = 10
/** So few that a collection seldom comes between. */
const WEIGHED = 8 * SITES

/** Makes the calls of all shapes in this process, whenever it is told to, and tells what each took. */
export function compete(shapes: readonly number[]): void {
  const subjects = shapes.map((key) => makeSubject(shapeOf(key)))
  process.on('message', (order: Order) => {
    void (order === 'time' ? time(subjects) : weigh(subjects)).then((answer) => process.send?.(answer))
  })
  process.once('disconnect', () => process.exit())
  process.send?.('ready')
}

async function time(subjects: readonly Subject[]): Promise<number[]> {
  const taken = subjects.map(() => 0)
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [i, { calls, without }] of subjects.entries()) {
      const begin = process.hrtime.bigint()
      await calls(CALLS)
      const middle = process.hrtime.bigint()
      await without(CALLS)
      taken[i]! += Number(middle - begin) - Number(process.hrtime.bigint() - middle)
    }
  }
  return taken.map((nanoseconds) => nanoseconds / CALLS / TURNS)
}

async function weigh(subjects: readonly Subject[]): Promise<number[]> {
  const bytes = []
  for (const { calls, without } of subjects) {
    const begin = newObjects()
    await calls(WEIGHED)
    const middle = newObjects()
    await without(WEIGHED)
    bytes.push((middle - begin - (newObjects() - middle)) / WEIGHED)
  }
  return bytes
}

function newObjects(): number {
  let bytes = 0
  for (
    const { space_name: name, space_used_size: used } of getHeapSpaceStatistics()
  ) if (name.startsWith('new_')) bytes += used
  return bytes
}
