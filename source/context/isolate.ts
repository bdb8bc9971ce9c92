import { apart } from './probe.js'
import type { AnyFunction } from '../types.js'

/**
 * Calls a function, and puts the whole context back as it was when the call returns or throws. The arguments are passed
 * on as such: V8 then makes no array of them, which took as long as all the rest.
 */
export type Isolate = (fn: AnyFunction, thisArg: unknown, ...args: unknown[]) => unknown

/** A way to isolate, if it does so here for all that can be done to a storage; otherwise `instead`. */
export function tried(way: Isolate, instead: Isolate): Isolate {
  return apart((newStorage) => {
    const entered = newStorage()
    const disabled = newStorage()
    const fresh = newStorage()
    entered.enterWith('outer')
    disabled.enterWith('outer')
    const values = (): string => `${entered.getStore()} ${disabled.getStore()} ${fresh.getStore()}`
    const before = values()
    let inside = before
    way(() => {
      entered.enterWith('inner')
      disabled.disable()
      fresh.enterWith('inner')
      inside = values()
    }, undefined)
    return inside === 'inner undefined inner' && values() === before
  }) ? way : instead
}
