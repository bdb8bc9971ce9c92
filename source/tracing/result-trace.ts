import { assertFunction } from '../invalid-arg-type.js'
import { undo } from '../stores/enter.js'
import type { AnyFunction, Context } from '../types.js'
import type { Behaviour } from './behaviour.js'
import { elsewhere } from './elsewhere.js'
import { newContext } from './new-context.js'
import { publishError } from './settle.js'
import type { Tracing } from './traces.js'
import { close, open } from './window.js'

/**
 * Makes a trace that goes by what fn returns: as tracePromise of `traces.ts`, and apart from it, because V8 takes what a
 * function goes by for constant only while it was made once.
 */
export function makeResultTrace(name: string, behaviour: Behaviour): AnyFunction {
  return {
    [name](this: Tracing, fn: AnyFunction, context: Context = undefined, thisArg: unknown, ...args: unknown[]): unknown {
      assertFunction('fn', fn)
      if (!this.hasSubscribers) return Reflect.apply(fn, thisArg, args)
      if (context === undefined) context = newContext()
      const { start, end } = this
      const entered = open(behaviour, start, end, context)
      if (entered === null) return elsewhere.nestPromise(behaviour, this, context, fn, thisArg, args)
      const { stores, outer, prior, size, mark } = undo
      try {
        return behaviour.followPromise(this, context, Reflect.apply(fn, thisArg, args), fn)
      } catch (error) {
        publishError(this, context, error)
        throw error
      } finally {
        close(end, context, entered, stores, outer, prior, size, mark)
      }
    }
  }[name]!
}
