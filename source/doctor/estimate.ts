import type { Cost } from './calibration/contestant.js'
import type { Costs, Side } from './calibration/measure.js'
import { isLive, keyOf, KINDS, shapeOf, STORAGE_KINDS, type Shape } from './shapes.js'

/** So many shapes are measured. The other ones cost what the nearest of them does. */
const MOST_MEASURED = 20

function numberOf({ kind, size, isHeld, plain, transformed, own, heard }: Shape): number {
  return keyOf(KINDS.indexOf(kind), size, isHeld, plain, transformed, own, heard)
}

/** The shape that is measured for another: custom stores cost what others do, as far as the host goes. */
function measurable(key: number): number {
  const shape = shapeOf(key)
  if (shape.own === 0) return key
  return numberOf({
    ...shape, own: 0, plain: STORAGE_KINDS.includes(shape.kind) ? 0 : Math.min(shape.plain + shape.own, 15)
  })
}

/**
 * Chooses the shapes to measure: the one that takes most for each kind of call, and then by what they take, roughly.
 */
export function choose(calls: ReadonlyMap<number, number>): number[] {
  const weights = new Map<number, number>()
  for (const [key, times] of calls) {
    const wanted = measurable(key)
    weights.set(wanted, (weights.get(wanted) ?? 0) + times * roughCostOf(shapeOf(wanted)))
  }
  const sorted = [...weights].sort(([, a], [, b]) => b - a).map(([key]) => key)
  const first = new Map([...sorted].reverse().map((key) => [groupOf(shapeOf(key)), key]))
  return [...new Set([...first.values(), ...sorted])].slice(0, Math.max(MOST_MEASURED, first.size))
}

function groupOf(shape: Shape): string {
  return `${shape.kind} ${isLive(shape)}`
}

function roughCostOf(shape: Shape): number {
  return isLive(shape) ? 1 + (1 + shape.size / 2) * (1 + shape.plain + shape.transformed) : 0.1
}

/** What a call of a shape takes, by side, of those that were measured. */
export class Estimate {
  readonly #shapes: ReadonlyArray<{ readonly key: number, readonly shape: Shape }>
  readonly #costs: Costs
  readonly #nearest = new Map<number, number>()

  constructor(keys: readonly number[], costs: Costs) {
    this.#shapes = keys.map((key) => ({ key, shape: shapeOf(key) }))
    this.#costs = costs
  }

  /** The shim hands calls to the host that enter what has methods of its own. */
  of(key: number, side: Side): Cost {
    const isHosts = shapeOf(key).own > 0 && side !== 'counting'
    const { nanoseconds, bytes } = this.#costs[isHosts ? 'node' : side][this.#indexFor(measurable(key))]!
    return { nanoseconds: Math.max(0, nanoseconds), bytes: Math.max(0, bytes) }
  }

  #indexFor(key: number): number {
    let index = this.#nearest.get(key)
    if (index === undefined) this.#nearest.set(key, index = this.#find(key))
    return index
  }

  #find(key: number): number {
    const wanted = shapeOf(key)
    const distances = this.#shapes.map(({ key: measured, shape }) => measured === key ? -1 : distance(shape, wanted))
    return distances.indexOf(Math.min(...distances))
  }
}

function distance(a: Shape, b: Shape): number {
  const between = (name: 'size' | 'plain' | 'transformed'): number => Math.abs(a[name] - b[name])
  return (groupOf(a) === groupOf(b) ? 0 : 1000) + between('size') + 4 * between('plain') + 4 * between('transformed') +
    (a.isHeld === b.isHeld ? 0 : 0.5) + (a.heard === b.heard ? 0 : 0.25)
}
