import type { Scope, Steps } from './steps.js'
import { makeValue } from './values.js'
import type { World } from './world.js'

/** The scopes that a program opens, and disposes in any order. */
export class Scopes {
  readonly #world: World
  readonly #open: Disposable[] = []
  readonly #disposed: Disposable[] = []

  constructor(world: World) {
    this.#world = world
  }

  /** Opens a scope that stays open until some step disposes it. */
  open(scope: Scope): void {
    const opened = this.make(scope)
    if (opened === undefined) return
    this.#open.push(opened)
    this.#world.open++
  }

  /** Disposes one of the scopes that are open, from the last; or `again` one of those that are not. */
  dispose(nth: number, again: boolean): void {
    const scopes = again ? this.#disposed : this.#open
    if (!scopes.length) return
    const [scope] = scopes.splice(scopes.length - 1 - nth % scopes.length, 1)
    try {
      this.#world.call('dispose', () => scope![Symbol.dispose]())
    } finally {
      this.#disposed.push(scope!)
      if (!again) this.#world.open--
    }
  }

  using(scope: Scope, body: Steps): void {
    using _scope = this.make(scope)
    this.#world.within(() => {
      this.#world.note(`in ${scope.op}`)
      this.#world.run(body)
    })
  }

  /** Opens a scope. Gives none where the host, or who traces, has no such. */
  make(scope: Scope): Disposable | undefined {
    if (scope.op === 'nothing') return undefined
    let opened: Disposable | undefined
    this.#world.call(scope.op, () => opened = this.#make(scope))
    return opened
  }

  #make(scope: Exclude<Scope, { op: 'nothing' }>): Disposable | undefined {
    const { ground: { tracer, tracing }, messages } = this.#world
    switch (scope.op) {
      case 'withScope': {
        const storage = this.#world.storage(scope.storage)
        const hasScopes = 'enterWith' in storage || 'withScope' in storage
        return hasScopes ? tracer.withScope?.(storage, makeValue(scope.value)) : undefined
      }
      case 'withStoreScope': {
        return tracer.withStoreScope?.(tracing[scope.traced]!.channels[scope.event], messages.of(scope))
      }
      case 'boundedWithScope': return tracing[scope.traced]!.bounded?.withScope(messages.of(scope))
    }
  }

  close(firstOpenedFirst: boolean): void {
    while (this.#open.length) {
      const nth = firstOpenedFirst ? this.#open.length - 1 : 0
      this.#world.try('thrown', () => this.dispose(nth, false))
    }
  }
}
