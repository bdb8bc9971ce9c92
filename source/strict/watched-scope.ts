import { Object } from '../primordials.js'
import type { AnyFunction } from '../types.js'
import { stackAbove } from './call-sites.js'
import { type Callers, functionsOn, isContained, mayGoOn, mayWait, type StackFunction } from './callers.js'
import { forget, waitFor } from './left-open.js'
import { type Opening, placeInSource } from './opening.js'
import { type Code, misuse, report, throws } from './report.js'
import { add, remove } from './scopes-in-context.js'
import type { Subject } from './subject.js'
import { type Pending, whenCodeEnds, whenTurnEnds } from './turn.js'

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
  /** Whether that is yet to be thrown: by its disposal, if it is disposed. */
  #isUntold = false
  /** Who has kept it, where that has shown. */
  #leaker: StackFunction | undefined
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
    remove(this)
    this.#isOpen = false
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
        const error = scope.#close(disposer!)
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
    if (!this.#isOpen) this.#judgeDisposedBefore()
    else if (this.#isOwned) this.#keptOpen()
    else if (
      isContained(this.#callers) || mayGoOn(this.#callers) || mayWait(this.#callers)
    ) waitFor(this, this.#object?.deref())
    else whenTurnEnds(() => this.#turnEnded())
  }

  #turnEnded(): void {
    if (!this.#isOpen) return
    if (this.#isOwned) this.#keptOpen()
    else this.#undisposed()
  }

  /** Who has kept it shows when it is disposed, unless nobody could. */
  #keptOpen(): void {
    if (this.#callers.end === 'loader') this.#escaped()
    else if (!isContained(this.#callers)) waitFor(this, this.#object?.deref())
  }

  /** Whether nobody has taken its disposer. */
  get isUnowned(): boolean {
    return !this.#isOwned
  }

  /** Whether nothing more can go wrong with it. */
  get isOver(): boolean {
    return !this.#isOpen || this.#isKnown
  }

  /** Nobody can dispose it any more, or will. */
  leftOpen(): void {
    if (!this.#isOwned) this.#undisposed()
    else if (this.#isKnown) report(...this.#escape, this.#opening)
    else if (!isContained(this.#callers)) this.#escaped()
  }

  /** It is being disposed, by `disposer`. Gives what is to be thrown. */
  #close(disposer: Function): Error | undefined {
    if (!this.#isOpen) return undefined
    forget(this)
    const later = remove(this)
    this.#isOpen = false
    if (this.#isKnown) return this.#isUntold ? misuse(...this.#escape, this.#opening) : undefined
    if (later === undefined) {
      return this.#wrong('TRACESCOPE_WRONG_CONTEXT', `A scope of ${this.#subject.name} was disposed ` +
        'in another asynchronous context than it was opened in')
    }
    if (this.#isInDoubt && this.#hasLeaked(disposer)) return this.#wrong(...this.#escape)
    for (const other of later.filter((other) => other.#sharesStorage(this))) {
      // One that is never disposed, or has leaked, is the one that is wrong.
      if (other.#isSettled ? !other.#isInDoubt : throws) return this.#disposedTooSoon(other)
      other.#disposedBefore.push(this)
    }
    return this.#isInDoubt ? this.#judgeDisposedBefore() : undefined
  }

  get #callers(): Callers {
    return this.#opening.callers
  }

  /** Whether it was open when the code had ended that opened it, and any of its callers may be the one that has it. */
  get #isInDoubt(): boolean {
    return this.#isSettled && !isContained(this.#callers)
  }

  /**
   * Whether another than the last of its callers has kept it. One that goes on is on the stack again, as the opener's
   * function or that of a caller; a generator may as well be ended by anybody.
   */
  #hasLeaked(disposer: Function): boolean {
    const { functions, end } = this.#callers
    const now = functionsOn(stackAbove(disposer).sites ?? [])
    const keeper = functions.findLast(({ id }) => now.some((other) => other.id === id))
    this.#leaker = keeper
    return keeper !== functions.at(-1) && (keeper !== undefined || end !== 'generator')
  }

  #judgeDisposedBefore(): Error | undefined {
    let error: Error | undefined
    for (const before of this.#disposedBefore) error ??= before.#disposedTooSoon(this)
    return error
  }

  #sharesStorage(other: WatchedScope): boolean {
    return this.#subject.storages.some((storage) => other.#subject.storages.includes(storage))
  }

  #disposedTooSoon(later: WatchedScope): Error | undefined {
    return this.#wrong('TRACESCOPE_OUT_OF_ORDER', `A scope of ${this.#subject.name} was disposed ` +
      `while the one opened later at ${placeInSource(later.#opening)} was open`)
  }

  #undisposed(): void {
    this.#isKnown = true
    report('TRACESCOPE_UNDISPOSED', `A scope of ${this.#subject.name} was opened without "using", ` +
      'and nobody has taken its disposer', this.#opening)
  }

  #escaped(): void {
    this.#isKnown = true
    if (!throws) {
      report(...this.#escape, this.#opening)
    } else if (this.#isOpen) {
      this.#isUntold = true
      waitFor(this, undefined)
    }
  }

  get #escape(): [Code, string] {
    const opener = (this.#leaker ?? this.#callers.functions[0])?.name
    const leaked = opener === undefined
      ? 'its value has leaked into the caller'
      : `its value has leaked from ${opener}() into the caller`
    return ['TRACESCOPE_ESCAPED', `A scope of ${this.#subject.name} was open ` +
      `when the code that opened it had ended: ${leaked}`]
  }

  #wrong(code: Code, message: string): Error | undefined {
    this.#isKnown = true
    if (throws) return misuse(code, message, this.#opening)
    report(code, message, this.#opening)
    return undefined
  }
}
