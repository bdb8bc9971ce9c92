import type { Channel } from 'node:diagnostics_channel'
import { apply, newWeakMap } from '../primordials.js'
import type { Context, TraceChannels } from '../types.js'
import { Iteration } from './iteration.js'
import { givesItself, isIterator, ITERATORS, methodOf, replaceMethod, replaceStep, type Step } from './iterators.js'

/**
 * Follows an iterator, an object that gives others, or a stream, to its end. It stays the same object, with steps of
 * its own: the caller may know it by its identity, its class or its other methods.
 *
 * @returns whether there is something to follow: not if the object can't be changed, or is followed for another call
 */
export function followIteration(channels: TraceChannels, context: Context, object: object): boolean {
  let objects = objectsOf.get(channels.start)
  if (objects === undefined) objectsOf.set(channels.start, objects = new FollowedObjects())
  return objects.follow(channels, context, object)
}

/** Objects by the start channel of those who follow them. */
const objectsOf = newWeakMap<Channel, FollowedObjects>()

/** What belongs to an object whose methods were replaced. */
interface Followed {
  /**
   * What its steps belong to. They stay replaced when that is over, and belong to another when the object is given
   * again.
   */
  iteration: Iteration
  /** Whether it has given another iterator: then its own `next` is a method like any other. */
  givesOthers: boolean
}

class FollowedObjects {
  readonly #known = newWeakMap<object, Followed>()

  follow(channels: TraceChannels, context: Context, object: object): boolean {
    const followed = this.#known.get(object)
    // A thenable may give the iterator of its operation more than once.
    if (followed?.iteration.isOver === false) return followed.iteration.isOf(context)
    const iteration = new Iteration(channels, context)
    const isWatched = iteration.endWithStream(object)
    if (followed !== undefined) followed.iteration = iteration
    else if (!this.#replaceMethods(object, { iteration, givesOthers: false }, isWatched)) return false
    return true
  }

  /** Gives whether the object is followed: a stream that is watched is so without methods of its own. */
  #replaceMethods(object: object, followed: Followed, isWatched: boolean): boolean {
    const hasSteps = isIterator(object)
    if (hasSteps && !replaceSteps(object, followed) && !isWatched) return false
    let givesIterators = this.#replaceIterators(object, followed, ITERATORS[0])
    if (this.#replaceIterators(object, followed, ITERATORS[1])) givesIterators = true
    if (!hasSteps && !givesIterators && !isWatched) return false
    this.#known.set(object, followed)
    return true
  }

  #replaceIterators(object: object, followed: Followed, name: typeof ITERATORS[number]): boolean {
    const make = methodOf(object, name)
    if (make === undefined || givesItself(make)) return false
    const objects = this
    return replaceMethod(object, name, {
      [name](this: unknown, ...args: unknown[]): unknown {
        const made: unknown = apply(make, this, args)
        if (made !== object && isIterator(made)) {
          followed.givesOthers = true
          objects.#followMade(made, followed.iteration)
        }
        return made
      }
    }[name]!)
  }

  #followMade(iterator: object, iteration: Iteration): void {
    const before = this.#known.get(iterator)
    if (before?.iteration.isOver) before.iteration = iteration
    if (before !== undefined) return
    const followed = { iteration, givesOthers: false }
    if (replaceSteps(iterator, followed)) this.#known.set(iterator, followed)
  }
}

/** Gives whether steps are traced: not one of them if `next` can't be replaced. */
function replaceSteps(iterator: object, followed: Followed): boolean {
  if (!traceStepOf(iterator, followed, 'next')) return false
  traceStepOf(iterator, followed, 'return')
  traceStepOf(iterator, followed, 'throw')
  return true
}

function traceStepOf(iterator: object, followed: Followed, step: Step): boolean {
  const method = methodOf(iterator, step)
  if (method === undefined) return false
  return replaceStep(iterator, step, {
    [step](this: unknown, ...args: unknown[]): unknown {
      return followed.givesOthers ? apply(method, this, args) : followed.iteration.take(step, method, this, args)
    }
  }[step]!)
}
