import type { Channel } from 'node:diagnostics_channel'
import { publish } from '../host/publish.js'
import { leave, NESTED } from '../stores/enter.js'
import type { AnyFunction } from '../types.js'

/**
 * Makes the `runStores` of an active channel, without closures.
 *
 * @param enter   enters the stores of a channel, and gives the mark to leave them by, or `NESTED`
 * @param instead makes the call where that gave `NESTED`
 */
export function makeRunStores(enter: (channel: Channel, data: unknown) => number, instead: AnyFunction): AnyFunction {
  return {
    runStores(this: Channel, data: unknown, fn: AnyFunction, thisArg: unknown, ...args: unknown[]): unknown {
      const mark = enter(this, data)
      if (mark === NESTED) return Reflect.apply(instead, this, [data, fn, thisArg, ...args])
      try {
        publish('start', this, data)
        return Reflect.apply(fn, thisArg, args)
      } finally {
        leave(mark)
      }
    }
  }.runStores
}
