import type { Scenario } from '../world/steps.js'

/**
 * Every program that is one part smaller than this one: without one of the elements of one of its lists. The largest
 * parts go first.
 */
export function smaller(scenario: Scenario): Scenario[] {
  return [
    ...without(scenario.steps).map((steps) => ({ ...scenario, steps }) as Scenario),
    ...scenario.subscribers.flatMap((subscriber, nth) =>
      without(subscriber.steps).map((steps) => ({
        ...scenario, subscribers: scenario.subscribers.with(nth, { ...subscriber, steps } as typeof subscriber)
      })))
  ]
}

function without(value: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if (!Array.isArray(value)) {
    return Object.entries(value).flatMap(([key, part]) => without(part).map((less) => ({ ...value, [key]: less })))
  }
  return [
    ...value.map((_, nth) => value.toSpliced(nth, 1)),
    ...value.flatMap((part, nth) => without(part).map((less) => value.with(nth, less)))
  ]
}
