import { AsyncLocalStorage } from 'node:async_hooks'
import { callOf, type Call } from './call.js'
import { callersOf, type Callers, isContained } from './callers.js'
import { stackAbove } from './call-sites.js'
import { report } from './report.js'
import { isLoader } from './sites.js'
import { subjectOf } from './subject.js'
import { type Pending, whenCodeEnds } from './turn.js'

const { getStore } = AsyncLocalStorage.prototype

/** A value that was entered in a request, by a function that has callers. */
class EnteredValue implements Pending {
  readonly storage: object
  readonly #call: Call
  readonly #callers: Callers
  /** What the storage had before. */
  readonly #before: unknown
  #isRestored = false

  constructor(storage: object, call: Call, callers: Callers) {
    this.storage = storage
    this.#call = call
    this.#callers = callers
    this.#before = valueIn(storage)
  }

  /** Whether a function is the one that has entered it, and now puts back what was there. */
  restoredBy({ functions }: Callers, value: unknown): boolean {
    this.#isRestored ||= functions[0]?.id === this.#callers.functions[0]?.id && Object.is(value, this.#before)
    return this.#isRestored
  }

  codeEnded(): void {
    entered = entered.filter((other) => other !== this)
    if (this.#isRestored) return
    const name = this.#callers.functions[0]?.name
    report('TRACESCOPE_ENTER_WITH', `enterWith of ${subjectOf(this.storage)!.name} was called` +
      `${name === undefined ? '' : ` by ${name}()`}, and its value goes on in the caller: ` +
      'use withScope with `using`, or run', this.#call)
  }
}

/** Those of the code that is running. */
let entered: EnteredValue[] = []

/** Looks at a call of `enterWith` that is about to be made: `method` is what the program has called for it. */
export function watchEnterWith(method: Function, storage: unknown, value: unknown): void {
  const call = storage instanceof AsyncLocalStorage ? callOf(method) : undefined
  if (call === undefined) return
  const sites = stackAbove(method).sites ?? []
  const callers = callersOf(sites)
  // While a module is loaded there is no request, and a value for the whole process may be meant.
  if (isContained(callers) || sites.some(isLoader)) return
  const of = entered.filter((other) => other.storage === storage)
  if (of.some((other) => other.restoredBy(callers, value))) return
  const one = new EnteredValue(storage as object, call, callers)
  entered.push(one)
  whenCodeEnds(one)
}

function valueIn(storage: object): unknown {
  return Reflect.apply(getStore, storage, [])
}
