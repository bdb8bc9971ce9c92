import { isPromise } from 'node:util/types'
import { apply, chainBy } from '../primordials.js'
import type { AnyFunction, Context, TraceChannels } from '../types.js'
import { apiSemantics } from './api-semantics.js'
import { CapturedStores } from './captured-stores.js'
import { stepChannels } from './channels.js'
import type { Step } from './iterators.js'
import { fail, fulfil } from './outcome.js'
import { hasNativeThen } from './promise.js'
import { isStream, watchStream, type StreamEnd } from '../host/streams.js'
import { thenOf } from './thenable.js'
import { traceStep } from './trace-result.js'
import type { Tracing } from './traces.js'
import { watch, Watcher } from './watched-thenables.js'

/** An operation from the call that gave its iterator to the end of it. It is held by what is followed alone. */
export class Iteration {
  #stores: CapturedStores | undefined
  #channels: TraceChannels | undefined
  #context: Context
  #isStepping = false
  #hasSteps = false
  /** How many steps have given a promise that is not settled. */
  #pendingSteps = 0
  #unwatch: (() => void) | undefined
  /** How the stream ended while a step was under way. */
  #streamEnd: StreamEnd | undefined

  /** In the stores of the trace. */
  constructor(channels: TraceChannels, context: Context) {
    this.#stores = new CapturedStores(channels.start)
    this.#channels = channels
    this.#context = context
  }

  get isOver(): boolean {
    return this.#channels === undefined
  }

  /** Whether that is its context, before it is over. */
  isOf(context: Context): boolean {
    return this.#context === context
  }

  /**
   * Ends with an object that is a stream, whoever reads it.
   *
   * @returns whether it is one that can be watched
   */
  endWithStream(object: object): boolean {
    if (isStream(object)) this.#unwatch = watchStream(object, (end) => this.#endWith(end))
    return this.#unwatch !== undefined
  }

  /** Makes a step. */
  take(step: Step, method: AnyFunction, iterator: unknown, args: unknown[]): unknown {
    const channels = this.#channels
    if (channels === undefined) return apply(method, iterator, args)
    this.#hasSteps = true
    return this.#stores!.run(() => {
      const isInner = this.#isStepping
      this.#isStepping = true
      try {
        const steps = stepChannels(channels.start)
        const call = (): unknown => apply(method, iterator, args)
        return steps?.hasSubscribers ? this.#traceStep(steps, step, args, call) : this.#follow(step, call())
      } catch (error) {
        // A generator refuses a step within its own step, and goes on: the outer step shows whether it is over.
        if (!isInner) this.#fail(error)
        throw error
      } finally {
        this.#isStepping = isInner
      }
    })
  }

  #traceStep(steps: Tracing, step: Step, args: unknown[], call: () => unknown): unknown {
    return this.#follow(step, traceStep(steps, { operation: this.#context, method: step, arguments: args }, call))
  }

  /** Looks at what a step gave, now or when it is settled, and gives it on as tracePromise does. */
  #follow(step: Step, result: unknown): unknown {
    const then = thenOf(result)
    if (then !== undefined) {
      if (isPromise(result) && hasNativeThen(result, then)) {
        this.#pendingSteps++
        return chainBy(result, (value) => {
          this.#pendingSteps--
          this.#look(step, value)
          if (this.#pendingSteps === 0 && this.#streamEnd !== undefined) this.#publish(this.#streamEnd)
          return value
        }, (error) => {
          this.#fail(error)
          throw error
        })
      }
      if (watch(result as object, then, new StepWatcher(this, step))) return result
    }
    this.#look(step, result)
    return result
  }

  /** Looks at what a step gave to its consumer, in whatever stores. */
  fulfilled(step: Step, result: unknown): void {
    this.#stores?.run(() => this.#look(step, result))
  }

  /** A step has failed for its consumer. */
  rejected(error: unknown): void {
    this.#stores?.run(() => this.#fail(error))
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
    if (channels !== undefined) fulfil(apiSemantics, channels, this.#end(), value)
  }

  #fail(error: unknown): void {
    const channels = this.#channels
    if (channels !== undefined) fail(apiSemantics, channels, this.#end(), error)
  }

  /**
   * The stream is over. Who reads it step by step hears so by a step: by the one under way, or by the next one if he
   * has had all items, as a loop that is busy with the last of them.
   */
  #endWith(end: StreamEnd): void {
    if (end === 'closed' && this.#hasSteps) return
    if (this.#pendingSteps > 0) this.#streamEnd = end
    else this.#publish(end)
  }

  #publish(end: StreamEnd): void {
    const channels = this.#channels
    const stores = this.#stores
    if (channels === undefined || stores === undefined) return
    const context = this.#end()
    stores.run(() => {
      if (typeof end === 'object') fail(apiSemantics, channels, context, end.error)
      else fulfil(apiSemantics, channels, context, undefined)
    })
  }

  /** From now on steps are but called. Gives the context: an iterator that is kept holds it no longer. */
  #end(): Context {
    const context = this.#context
    this.#unwatch?.()
    this.#stores = this.#channels = this.#context = this.#unwatch = this.#streamEnd = undefined
    return context
  }
}

/** A step whose outcome is a thenable that has to be consumed. */
class StepWatcher extends Watcher {
  readonly #iteration: Iteration
  readonly #step: Step

  constructor(iteration: Iteration, step: Step) {
    super()
    this.#iteration = iteration
    this.#step = step
  }

  fulfilled(value: unknown): void {
    this.#iteration.fulfilled(this.#step, value)
  }

  rejected(error: unknown): void {
    this.#iteration.rejected(error)
  }
}
