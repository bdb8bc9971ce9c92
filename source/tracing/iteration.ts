import type { Channel } from 'node:diagnostics_channel'
import { KeptStores } from '../stores/kept-stores.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { givesItself, isIterator, ITERATORS, methodOf, replaceMethod, type Step } from './iterators.js'
import { chainBy, isNativePromise } from './native-promise.js'
import { node26 } from './node26.js'
import { fail, fulfil } from './settle.js'
import { stepChannels } from './step-channels.js'
import { isThenable } from './thenable.js'
import { traceStep } from './trace-step.js'
import type { Tracing } from './traces.js'

type Listener = (outcome: unknown) => void

/** The objects that are traced already by the channels with that start: who returns one twice begins no other iteration. */
const followed = new WeakMap<Channel, WeakSet<object>>()

/**
 * Follows an iterator, or an object that gives others, to its end. It stays the same object, with steps of its
 * own: the caller may know it by its identity, its class or its other methods.
 *
 * @returns whether there is something to follow: not if the object can't be changed, or is followed already
 */
export function followIteration(channels: TraceChannels, context: Context, object: object): boolean {
  let known = followed.get(channels.start)
  if (known === undefined) followed.set(channels.start, known = new WeakSet())
  if (known.has(object)) return false
  const iteration = new Iteration(channels, context)
  const hasSteps = isIterator(object)
  if (hasSteps && !iteration.traceSteps(object)) return false
  if (!iteration.traceIterators(object) && !hasSteps) return false
  known.add(object)
  return true
}

/** An operation from the call that gave its iterator to the end of it. It is held by the iterator alone. */
class Iteration {
  #stores: KeptStores | undefined
  #channels: TraceChannels | undefined
  #context: Context
  /** The object that was followed, once it has given another iterator: then its own `next` is a method like any other. */
  #giver: object | undefined

  /** In the stores of the trace. */
  constructor(channels: TraceChannels, context: Context) {
    this.#stores = new KeptStores(channels.start)
    this.#channels = channels
    this.#context = context
  }

  /** Has the steps of an iterator traced. Gives whether they are: not one of them if its `next` can't be replaced. */
  traceSteps(iterator: object): boolean {
    if (!this.#replaceStep(iterator, 'next')) return false
    for (const step of ['return', 'throw'] as const) this.#replaceStep(iterator, step)
    return true
  }

  /** Has the iterators traced that an object gives. Gives whether they are. */
  traceIterators(object: object): boolean {
    return ITERATORS.map((name) => this.#traceIterators(object, name)).includes(true)
  }

  #traceIterators(object: object, name: typeof ITERATORS[number]): boolean {
    const make = methodOf(object, name)
    if (make === undefined || givesItself(make)) return false
    const iteration = this
    return replaceMethod(object, name, {
      [name](this: unknown, ...args: unknown[]): unknown {
        const made: unknown = Reflect.apply(make, this, args)
        if (made !== object && isIterator(made)) {
          iteration.#giver = object
          iteration.traceSteps(made)
        }
        return made
      }
    }[name]!)
  }

  #replaceStep(iterator: object, step: Step): boolean {
    const method = methodOf(iterator, step)
    if (method === undefined) return false
    const iteration = this
    return replaceMethod(iterator, step, {
      [step](this: unknown, ...args: unknown[]): unknown {
        return iteration.#giver === iterator ? Reflect.apply(method, this, args) : iteration.#take(step, method, this, args)
      }
    }[step]!)
  }

  #take(step: Step, method: AnyFunction, iterator: unknown, args: unknown[]): unknown {
    const channels = this.#channels
    if (channels === undefined) return Reflect.apply(method, iterator, args)
    return this.#stores!.run(() => {
      try {
        const steps = stepChannels(channels.start)
        const call = (): unknown => Reflect.apply(method, iterator, args)
        return steps?.hasSubscribers ? this.#traceStep(steps, step, args, call) : this.#follow(step, call())
      } catch (error) {
        this.#fail(error)
        throw error
      }
    })
  }

  #traceStep(steps: Tracing, step: Step, args: unknown[], call: () => unknown): unknown {
    let thenable: PromiseLike<unknown> | undefined
    const result = traceStep(steps, { operation: this.#context, method: step, arguments: args }, () => {
      const result = call()
      if (!isThenable(result) || isNativePromise(result)) return result
      // A `then` may run a query, so it is called once for the step and for the iteration.
      thenable = result
      return { then: (onResolve: Listener, onReject: Listener) => { this.#observe(step, result, onResolve, onReject) } }
    })
    return thenable ?? this.#follow(step, result)
  }

  /** Looks at what a step gave, now or when it is settled, and gives it on as tracePromise does. */
  #follow(step: Step, result: unknown): unknown {
    if (!isThenable(result)) {
      this.#look(step, result)
      return result
    }
    if (!isNativePromise(result)) {
      this.#observe(step, result)
      return result
    }
    return chainBy(result, (value) => {
      this.#look(step, value)
      return value
    }, (error) => {
      this.#fail(error)
      throw error
    })
  }

  /** Looks at what a thenable gives, after others have heard of it. */
  #observe(step: Step, thenable: PromiseLike<unknown>, onResolve?: Listener, onReject?: Listener): void {
    thenable.then((value) => {
      onResolve?.(value)
      this.#look(step, value)
      return value
    }, (error: unknown) => {
      onReject?.(error)
      this.#fail(error)
    })
  }

  /** Whether that was the last step. */
  #look(step: Step, result: any): void {
    let value: unknown
    try {
      // What is no result ends nothing, but where the caller goes away. An iterator that says it has more goes on: a
      // generator may yield in its `finally`.
      if (step === 'return' ? result?.done === false : !result?.done) return
      value = result?.value
    } catch (error) {
      this.#fail(error)
      return
    }
    const channels = this.#channels
    if (channels !== undefined) fulfil(node26, channels, this.#end(), value)
  }

  #fail(error: unknown): void {
    const channels = this.#channels
    if (channels !== undefined) fail(node26, channels, this.#end(), error)
  }

  /** From now on steps are but called. Gives the context: an iterator that is kept holds it no longer. */
  #end(): Context {
    const context = this.#context
    this.#stores = this.#channels = this.#context = undefined
    return context
  }
}
