import { inspect } from 'node:util'
import { isPending } from './promises.js'
import { find } from './properties.js'

/** What is wrong with the context of a trace, if anything: it has to take the result or the error. */
export function whyUnfit(context: unknown): string | undefined {
  if (context === undefined) return undefined
  if (!isObject(context)) return `a context that is no object, but ${inspect(context)}`
  for (const outcome of ['result', 'error'] as const) {
    const why = whyReadOnly(context, outcome)
    if (why !== undefined) return `a context that can't take ${outcome === 'error' ? 'an error' : 'a result'}: ${why}`
  }
  return undefined
}

export function isObject(value: unknown): value is object {
  return (typeof value === 'object' || typeof value === 'function') && value !== null
}

/** Why a property can't be assigned. Of a proxy nobody knows. */
function whyReadOnly(context: object, key: string): string | undefined {
  const found = find(context, key)
  if (found === 'unknown') return undefined
  if (found !== 'none') {
    const { owner, descriptor } = found
    if (descriptor.set !== undefined) return undefined
    if (!descriptor.writable) return Object.isFrozen(context) ? 'it is frozen' : 'that is read-only'
    if (owner === context) return undefined
  }
  if (Object.isExtensible(context)) return undefined
  return Object.isFrozen(context) ? 'it is frozen' : 'it can\'t be extended'
}

/** A trace that has a context, until it is over. */
export class ContextUse {
  #isRunning = true
  #isWaiting: (() => boolean) | undefined

  /** The call has returned or thrown. */
  returned(value: unknown): void {
    this.#isRunning = false
    if (isPending(value)) {
      const promise = new WeakRef(value)
      // One that was collected will never be settled.
      this.until(() => isPending(promise.deref()))
    }
  }

  /** The trace goes on after the call, while something is so. */
  until(isWaiting: () => boolean): void {
    this.#isWaiting = isWaiting
  }

  get isOver(): boolean {
    return !this.#isRunning && !this.#isWaiting?.()
  }
}

const uses = new WeakMap<object, ContextUse>()

/** Notes that a trace has a context, and gives that with whether another one has it already. */
export function use(context: object): { readonly use: ContextUse, readonly isShared: boolean } {
  const isShared = uses.get(context)?.isOver === false
  const use = new ContextUse()
  uses.set(context, use)
  return { use, isShared }
}
