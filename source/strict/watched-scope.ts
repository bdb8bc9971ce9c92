import type { AnyFunction } from '../types.js'
import { forget, waitFor } from './left-open.js'
import type { Opening } from './opening.js'
import { misuse, report, throws, type Code } from './report.js'
import { add, remove } from './scopes-in-context.js'
import type { Subject } from './subject.js'
import { whenCodeEnds, whenTurnEnds, type Pending } from './turn.js'

/** What strict mode knows of an open scope. */
export class WatchedScope implements Pending {
  readonly #subject: Subject
  readonly #opening: Opening
  #object: WeakRef<object> | undefined
  #isOpen = true
  /** Whether someone has taken the disposer: `using` does when the scope is opened. */
  #isOwned = false
  /** Whether the code that opened it has ended. */
  #isSettled = false
  /** Whether something was wrong with it already. */
  #isKnown = false
  /** Those that were disposed while this one was open, in the code that opened it. */
  readonly #disposedBefore: WatchedScope[] = []

  /** Begins to watch; the scope itself is opened next. */
  constructor(subject: Subject, opening: Opening) {
    this.#subject = subject
    this.#opening = opening
    add(this)
  }

  /** It could not be opened. */
  abandon(): void {
    this.#isOpen = false
    remove(this)
  }

  /** Puts getters in place of the disposers of the scope's object. */
  watch(object: any): void {
    this.#object = new WeakRef(object)
    for (const key of [Symbol.dispose, 'dispose'] as const) {
      if (typeof object[key] === 'function') this.#watchDisposer(object, key, object[key])
    }
    whenCodeEnds(this)
  }

  #watchDisposer(object: object, key: PropertyKey, dispose: AnyFunction): void {
    const scope = this
    const { [key as string]: disposer } = {
      [key](this: object, ...args: unknown[]): unknown {
        const error = scope.#close()
        const result = Reflect.apply(dispose, this, args)
        if (error !== undefined) throw error
        return result
      }
    }
    Object.defineProperty(object, key, {
      configurable: true,
      get() {
        scope.#isOwned = true
        return disposer
      },
      set(value) {
        Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
      }
    })
  }

  codeEnded(): void {
    this.#isSettled = true
    if (!this.#isOpen) {
      for (const before of this.#disposedBefore) before.#disposedTooSoon(this)
    } else if (this.#opening.inGenerator || (this.#opening.isContained && !this.#isOwned)) {
      waitFor(this, this.#object?.deref())
    } else if (!this.#opening.isContained) {
      if (this.#isOwned) this.#escaped()
      else whenTurnEnds(() => this.#isOpen && !this.#isOwned ? this.#undisposed() : this.#escaped())
    }
  }

  /** Nobody can dispose it any more, or will. */
  leftOpen(): void {
    if (!this.#isOwned) this.#undisposed()
    else if (this.#isKnown) report(...this.#escape)
    else if (!this.#opening.isContained) this.#escaped()
  }

  /** It is being disposed. Gives what is to be thrown. */
  #close(): Error | undefined {
    if (!this.#isOpen) return undefined
    this.#isOpen = false
    forget(this)
    const later = remove(this)
    if (throws && this.#isKnown) return misuse(...this.#escape)
    if (later === undefined) {
      return this.#wrong('TRACESCOPE_WRONG_CONTEXT', `A scope of ${this.#subject.name} was disposed in another asynchronous context than it was opened in`)
    }
    const open = later.filter((other) => other.#isOpen && !other.#isKnown && other.#sharesStorage(this))
    for (const other of open) {
      // One that is never disposed is the one that is wrong.
      if (throws || other.#isSettled) return this.#disposedTooSoon(other)
      other.#disposedBefore.push(this)
    }
    return undefined
  }

  #sharesStorage(other: WatchedScope): boolean {
    return this.#subject.storages.some((storage) => other.#subject.storages.includes(storage))
  }

  #disposedTooSoon(later: WatchedScope): Error | undefined {
    return this.#wrong('TRACESCOPE_OUT_OF_ORDER', `A scope of ${this.#subject.name} was disposed while the one opened later at ${later.#opening.place} was open`)
  }

  #undisposed(): void {
    this.#isKnown = true
    report('TRACESCOPE_UNDISPOSED', `A scope of ${this.#subject.name} was opened without "using", and nobody has taken its disposer`, this.#opening)
  }

  #escaped(): void {
    this.#isKnown = true
    if (!throws) report(...this.#escape)
    // To be thrown when it is disposed, if it is.
    else if (this.#isOpen) waitFor(this, undefined)
  }

  get #escape(): [Code, string, Opening] {
    const { opener } = this.#opening
    const leaked = opener === undefined ? 'its value has leaked into the caller' : `its value has leaked from ${opener}() into the caller`
    return ['TRACESCOPE_ESCAPED', `A scope of ${this.#subject.name} was open when the code that opened it had ended: ${leaked}`, this.#opening]
  }

  #wrong(code: Code, message: string): Error | undefined {
    this.#isKnown = true
    if (throws) return misuse(code, message, this.#opening)
    report(code, message, this.#opening)
    return undefined
  }
}
