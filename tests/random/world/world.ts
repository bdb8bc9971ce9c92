import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { hostHasStoreScopes } from '../../support/host.js'
import { Bindings } from './bindings.js'
import { unbind } from './bound.js'
import { callWithGarbage } from './garbage.js'
import type { Ground } from './ground.js'
import { Messages } from './messages.js'
import { Pauses } from './pauses.js'
import { Scopes } from './scopes.js'
import { EVENTS, type Method, type Of, type Scenario, type Step, type Steps, type SubscribeStep } from './steps.js'
import { newStorage, Patches, type TestStorage } from './storages.js'
import { trace } from './traces.js'
import { makeValue } from './values.js'

const diagnosticsChannel: any = dc

/**
 * The storages, channels and functions of one run of a program, and what becomes of its steps. Who traces, who writes
 * down what is seen, and what is not compared, is said by the ground that it stands on.
 */
export class World {
  readonly ground: Ground
  readonly messages: Messages
  readonly scopes = new Scopes(this)
  readonly pauses: Pauses
  /** How many traces and scopes are open, or are being opened or closed. */
  open = 0
  /** How many things are yet to come. */
  pending = 0
  readonly #bindings = new Bindings(this)
  readonly #patches = new Patches()
  readonly #storages: readonly TestStorage[]
  readonly #subscribers: ReadonlyArray<(message: any, name: unknown) => void>
  readonly #wrapped = new Map<object, Set<string>>()
  #hasEntered = false
  #steps = 0
  #depth = 0
  #tasks = 0

  constructor(ground: Ground, { storages, subscribers, timer }: Scenario) {
    this.ground = ground
    this.messages = new Messages(this)
    this.pauses = new Pauses(this, timer)
    this.#storages = storages.map((kind, nth) =>
      newStorage(kind, (call) => ground.notes.add(`${call} of storage ${nth}`)))
    this.#subscribers = subscribers.map(({ steps, writes }, nth) => (message, name) => this.called(() => {
      this.note(`subscriber ${nth}`, name, message)
      if (writes) message.written = nth
      this.run(steps)
    }))
  }

  /** Notes something, and the value that each storage has now. */
  note(what: string, ...values: unknown[]): void {
    this.ground.notes.add(what, ...values, ...this.#storages.map((storage) => storage.read()))
  }

  /** Does something, notes what it gives or throws, and throws that. */
  do(what: string, fn: () => unknown): void {
    let result: unknown
    try {
      result = fn()
    } catch (error) {
      this.note(`${what} threw`, error)
      throw error
    }
    this.note(`${what} gave`, result)
  }

  /** The same, of what may enter stores. */
  call(what: string, fn: () => unknown): void {
    this.do(what, () => {
      try {
        return fn()
      } finally {
        this.#hasEntered = true
      }
    })
  }

  /** Is within a trace or a scope. */
  within<T>(fn: () => T): T {
    this.open++
    try {
      return fn()
    } finally {
      this.open--
    }
  }

  /** Is called by the host: what it throws surfaces on the next tick, which has this context. */
  called<T>(fn: () => T): T {
    try {
      return this.within(fn)
    } catch (error) {
      this.ground.holders.hold()
      throw error
    }
  }

  /** Does something whose errors end here. */
  try(what: string, fn: () => void): void {
    try {
      fn()
    } catch (error) {
      this.note(what, error)
    }
  }

  run(steps: Steps): void {
    const { mostSteps, mostTasks, deepest } = this.ground
    if (this.#depth >= deepest || this.#tasks >= mostTasks) return
    this.#depth++
    try {
      for (const step of steps) {
        if (this.#steps++ >= mostSteps) return
        this.#step(step)
        this.note(step.op)
      }
    } finally {
      this.#depth--
    }
  }

  /** Makes a task of something that follows from what goes on now. */
  task<Args extends unknown[]>(fn: (...args: Args) => void): (...args: Args) => void {
    const tasks = this.#tasks + 1
    return (...args) => {
      this.#tasks = tasks
      try {
        fn(...args)
      } finally {
        this.#tasks = 0
      }
    }
  }

  /** Disposes and ends what is open yet. */
  close(firstOpenedFirst: boolean): void {
    this.pauses.close()
    this.scopes.close(firstOpenedFirst)
  }

  /** Takes away what is on channels and storages: the host holds those, and some hosts an enabled storage. */
  release(): void {
    this.#patches.undo()
    for (const { channels } of this.ground.tracing) {
      for (const event of EVENTS) {
        for (const subscriber of this.#subscribers) channels[event].unsubscribe(subscriber)
        for (const { storage } of this.#storages) unbind(channels[event], storage)
      }
    }
    for (const { storage } of this.#storages) storage.disable()
  }

  storage(nth: number): any {
    return this.#storages[nth]!.storage
  }

  #step(step: Step): void {
    const { channels, traced } = this.ground.tracing['traced' in step ? step.traced : 0]!
    const channel = 'event' in step ? channels[step.event] : undefined
    const storage = 'storage' in step ? this.storage(step.storage) : undefined
    switch (step.op) {
      case 'look': return
      case 'throw': throw step.value === 'numbered error' ? new Error(`at step ${this.#steps}`) : makeValue(step.value)
      case 'try': return this.try('caught', () => this.run(step.body))
      case 'inspect': return this.#inspect(traced, channel)
      case 'subscribe':
      case 'unsubscribe': return this.#subscribe(step)
      case 'bind': return this.#bindings.bind(channel, storage, step.transform)
      case 'unbind': return this.#bindings.unbind(channel, storage)
      case 'publish': return this.call('publish', () => channel.publish(this.messages.of(step)))
      case 'wrap': return this.#wrap(channel, step.method)
      case 'patch': return this.#patch(storage, step.method)
      case 'patchAll': return this.#patch(AsyncLocalStorage.prototype, step.method)
      case 'traceSync':
      case 'boundedRun':
      case 'runStores':
      case 'tracePromise':
      case 'traceCallback': return trace(this, step)
      case 'run':
      case 'exit': return this.#runOrExit(storage, step)
      case 'enterWith': return storage.enterWith?.(makeValue(step.value))
      case 'disable': return this.ground.disable(storage, this.#hasEntered)
      case 'open': return this.scopes.open(step.scope)
      case 'dispose': return this.scopes.dispose(step.nth, step.again)
      case 'using': return this.scopes.using(step.scope, step.body)
      case 'generator':
      case 'async generator': return this.pauses.generate(step)
      case 'resume': return this.pauses.resume(step)
      case 'async': return this.pauses.async(step)
      case 'later': return this.pauses.later(step.when, () => this.run(step.body))
      case 'capture': return this.pauses.capture(step.by, step.body)
      case 'call': return this.pauses.call(step.nth)
      case 'garbage': {
        const targets = { traced, channel, storage: this.storage(0) }
        return this.call(step.call, () => callWithGarbage(step.call, targets, step.args.map(makeValue)))
      }
    }
  }

  #runOrExit(storage: any, { op, value, body }: Of<'run' | 'exit'>): void {
    if (!storage[op]) return
    const fn = (): void => this.within(() => {
      this.note(`in ${op}`)
      this.run(body)
    })
    const args = op === 'run' ? [makeValue(value), fn] : [fn, makeValue(value)]
    this.ground.holders.duringRun(() => this.call(op, () => storage[op](...args)))
  }

  #inspect(traced: any, channel: any): void {
    const ownKeys = [Reflect.ownKeys(channel), Reflect.ownKeys(traced)]
    this.note('inspect', inspect(channel), ownKeys, traced.hasSubscribers, channel.hasSubscribers)
  }

  #subscribe({ op, traced, event, by, subscriber }: SubscribeStep): void {
    const fn = this.#subscribers[subscriber]
    const tracing = this.ground.tracing[traced]!
    const channel = tracing.channels[event]
    this.do(op, () => {
      if (by === 'channel') return channel[op](fn)
      return by === 'tracing' ? tracing.traced[op]({ [event]: fn }) : diagnosticsChannel[op](channel.name, fn)
    })
  }

  #wrap(channel: any, method: 'publish' | 'runStores'): void {
    const methods = this.#wrapped.get(channel) ?? new Set()
    // Traces do without an own `runStores` there.
    if (methods.has(method) || (method === 'runStores' && hostHasStoreScopes)) return
    this.#wrapped.set(channel, methods.add(method))
    const { notes } = this.ground
    channel[method] = function (this: any, ...args: unknown[]) {
      // Hosts differ in who else calls the `publish` of a channel that nobody listens to.
      if (this.hasSubscribers) notes.add(`own ${method}`)
      return Reflect.apply(Object.getPrototypeOf(this)[method], this, args)
    }
  }

  #patch(target: any, method: Method): void {
    // LIMIT: no method is patched while a trace or a scope is open: what was entered before is left as it was entered.
    if (this.open > 0 && !this.ground.patchingAnywhere) return
    this.#patches.toggle(target, method, (storage) => {
      const nth = this.#storages.findIndex((known) => known.storage === storage)
      // Not those that someone makes to try something.
      if (nth >= 0) this.ground.notes.add(`patched ${method} of storage ${nth}`)
    })
  }
}
