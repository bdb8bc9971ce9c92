import { AsyncLocalStorage } from 'node:async_hooks'
import dc from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { capture, type Capture } from '../capture.js'
import { newStorage, type TestStorage } from '../storages.js'
import { hostHasStoreScopes } from '../../support/host.js'
import { resetChannels, tracingChannels } from './channels.js'
import { callWithGarbage } from './garbage.js'
import { makeOutcome } from './outcomes.js'
import type {
  CallOfCallback, Called, ContextKind, Moment, Nth, Scenario, Step, StorageKind, Steps, Traced, Transform
} from './steps.js'
import { followTurns } from './turns.js'
import { makeValue, type ValueKind } from './values.js'
import { Witness } from './witness.js'

/** Without types: programs call everything with what no type allows. */
const diagnosticsChannel: any = dc

// A subscriber may start the trace that it hears of, and so on.
const MOST_STEPS = 60
const DEEPEST = 6
const MOST_LINES = 400

/** What a program has, and what becomes of its steps. */
export class World {
  readonly witness = new Witness()
  readonly #scenario: Scenario
  readonly #traced = tracingChannels
  readonly #bounded: any[]
  readonly #storages: readonly TestStorage[]
  readonly #helper = new AsyncLocalStorage<unknown>()
  readonly #subscribers: ReadonlyArray<(message: any, name: unknown) => void>
  readonly #wrapped = new Map<object, Set<string>>()
  readonly #scopes: any[] = []
  readonly #generators: any[] = []
  readonly #captured: Array<() => void> = []
  readonly #again = { again: true }
  readonly #unboundByTransforms = new Map<unknown, Set<unknown>>()
  #transforms = 0
  #contexts = 0
  #entered = false
  #steps = 0
  #depth = 0

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.#bounded = this.#traced.map(({ start, end }) => diagnosticsChannel.boundedChannel?.({ start, end }))
    this.#storages = scenario.storages.map((kind, nth) => this.#newStorage(kind, nth))
    this.#subscribers = scenario.subscribers.map(({ steps, writes }, nth) => (message, name) => {
      this.#note(`subscriber ${nth}`, name, message)
      if (writes) message.written = nth
      this.#run(steps)
    })
  }

  /** Runs the program to its end, in a context of its own. */
  async run(): Promise<readonly string[]> {
    await followTurns(this.witness, () => {
      // See NOT_COMPARED: microtasks that end in an uncaughtException.
      if (JSON.stringify(this.#scenario).includes('"microtask"')) this.#helper.enterWith({})
      this.#try(this.#scenario.steps)
    })
    for (const { storage } of this.#storages) storage.disable?.()
    this.#helper.disable()
    resetChannels()
    return this.witness.lines
  }

  #note(what: string, ...values: unknown[]): void {
    if (this.witness.lines.length < MOST_LINES) this.witness.add(what, ...values, ...this.#storages.map((storage) => storage.read()))
  }

  #newStorage(kind: StorageKind, nth: Nth): TestStorage {
    const note = (call: string): void => this.witness.add(`storage ${nth} ${call}`)
    if (kind !== 'scope only') return newStorage(kind, note)
    const inner = new AsyncLocalStorage<unknown>() as any
    const withScope = (value: unknown): unknown => {
      note('withScope')
      return inner.withScope(value)
    }
    return { storage: { withScope, disable: () => inner.disable() }, read: () => inner.getStore() }
  }

  #try(steps: Steps): void {
    try {
      this.#run(steps)
    } catch (error) {
      this.#note('caught', error)
    }
  }

  #run(steps: Steps): void {
    if (this.#depth >= DEEPEST) return
    this.#depth++
    try {
      for (const step of steps) {
        if (this.#steps++ < MOST_STEPS) this.#step(step)
      }
    } finally {
      this.#depth--
    }
  }

  #step(step: Step): void {
    const traced = 'traced' in step ? this.#traced[step.traced] : undefined
    const bounded = 'traced' in step ? this.#bounded[step.traced] : undefined
    const channel = 'event' in step ? traced[step.event] : undefined
    const storage = 'storage' in step ? this.#storages[step.storage]!.storage : undefined
    switch (step.op) {
      case 'look': return this.#note('look')
      case 'throw': throw makeValue(step.value)
      case 'try': return this.#try(step.body)
      case 'later': return this.#later(step.when, () => this.#run(step.body))
      case 'inspect': return this.#inspect(traced, channel)
      case 'subscribe':
      case 'unsubscribe': return this.#subscribe(step)
      case 'bind': return this.#bind(channel, storage, step.transform)
      case 'unbind': return this.#unbind(channel, storage)
      case 'publish': return this.#call('publish', () => channel.publish(this.#newContext(step.context)))
      case 'wrap': return this.#wrap(channel, step.method)
      case 'traceSync': return this.#call('traceSync', () => traced.traceSync(this.#fn(step), ...this.#given(step)))
      case 'runStores': {
        const [context, ...given] = this.#given(step)
        return this.#call('runStores', () => channel.runStores(context, this.#fn(step), ...given))
      }
      case 'boundedRun': {
        const [context, ...given] = this.#given(step)
        return bounded && this.#call('run', () => bounded.run(context, this.#fn(step), ...given))
      }
      case 'tracePromise': return this.#tracePromise(step)
      case 'traceCallback': return this.#traceCallback(step)
      case 'run': return storage.run && this.#call('run', () => storage.run(makeValue(step.value), () => this.#run(step.body)))
      case 'exit': return storage.exit && this.#call('exit', () => storage.exit(() => this.#run(step.body), makeValue(step.value)))
      case 'enterWith': {
        storage.enterWith?.(makeValue(step.value))
        return this.#note('entered')
      }
      case 'disable': return this.#disable(storage)
      case 'open': {
        if (step.scope === 'withScope') return this.#open(storage, step.scope, () => makeValue(step.value))
        if (step.scope === 'withStoreScope') return this.#open(channel, step.scope, () => this.#newContext(step.context))
        return this.#open(bounded, 'withScope', () => this.#newContext(step.context))
      }
      case 'dispose': {
        const scope = this.#scopes[step.nth]
        return scope && this.#call('dispose', () => scope[Symbol.dispose]())
      }
      case 'generator':
      case 'async generator': return this.#generate(step)
      case 'async': return this.#call('async', () => this.#async(step))
      case 'resume': {
        const generator = this.#generators[step.nth]
        return generator && this.#call('resume', () => generator[step.by](makeValue(step.value)))
      }
      case 'capture': return this.#capture(step.by, () => this.#run(step.body))
      case 'call': return this.#captured[step.nth] && this.#call('call', this.#captured[step.nth]!)
      case 'garbage': {
        const targets = { traced, channel, storage: this.#storages[0]!.storage }
        return this.#call(step.call, () => callWithGarbage(step.call, targets, step.args.map(makeValue)))
      }
    }
  }

  /** What a trace is given besides the function. */
  #given({ context, self, args }: Traced & Called): [context: unknown, self: unknown, ...args: unknown[]] {
    return [this.#newContext(context), makeValue(self), ...args.map(makeValue)]
  }

  #inspect(traced: any, channel: any): void {
    const ownKeys = [Reflect.ownKeys(channel), Reflect.ownKeys(traced)]
    this.#note('inspect', inspect(channel), ownKeys, traced.hasSubscribers, channel.hasSubscribers)
  }

  /** Does what may enter stores, and throws what it throws. */
  #call(what: string, fn: () => unknown): void {
    let result: unknown
    try {
      result = fn()
    } catch (error) {
      this.#note(`${what} threw`, error)
      throw error
    } finally {
      this.#entered = true
    }
    this.#note(`${what} gave`, result)
  }

  /** Opens a scope, where the host has such. */
  #open(target: any, method: 'withScope' | 'withStoreScope', newArgument: () => unknown): void {
    if (typeof target?.[method] !== 'function') return
    this.#call(method, () => {
      const scope = target[method](newArgument())
      this.#scopes.unshift(scope)
      return scope
    })
  }

  #later(when: Moment, fn: () => void): void {
    if (when === 'now') return fn()
    const task = (): void => {
      this.#note(when)
      fn()
    }
    if (when === 'microtask') queueMicrotask(task)
    else if (when === 'immediate') setImmediate(task)
    else {
      // See NOT_COMPARED: what a tick throws.
      process.nextTick(() => {
        try {
          task()
        } catch (error) {
          this.#note('caught in a tick', error)
        }
      })
    }
  }

  #generate({ op, before, after, value }: Extract<Step, { op: 'generator' | 'async generator' | 'async' }>): void {
    const world = this
    function* generator(): Generator<unknown> {
      try {
        world.#note('generator')
        world.#run(before)
        world.#note('generator again', yield makeValue(value))
        world.#run(after)
      } finally {
        world.#note('generator ends')
      }
    }
    async function* asyncGenerator(): AsyncGenerator<unknown> {
      try {
        world.#note('async generator')
        world.#run(before)
        world.#note('async generator again', yield makeValue(value))
        world.#run(after)
      } finally {
        world.#note('async generator ends')
      }
    }
    const made = op === 'generator' ? generator() : asyncGenerator()
    this.#generators.unshift(made)
    this.#call('next', () => made.next())
  }

  async #async({ before, after, value }: Extract<Step, { op: 'generator' | 'async generator' | 'async' }>): Promise<unknown> {
    this.#note('async')
    this.#run(before)
    try {
      this.#note('async again', await makeValue(value))
      this.#run(after)
    } finally {
      this.#note('async ends')
    }
    return makeValue(value)
  }

  #capture(by: Capture, fn: () => void): void {
    this.#captured.unshift(capture(by, () => {
      this.#note(by)
      fn()
    }))
  }

  #fn({ body, result }: { readonly body: Steps, readonly result: ValueKind }): (...args: unknown[]) => unknown {
    const world = this
    return function fn(this: unknown, ...args: unknown[]) {
      world.#note('fn', this, args)
      world.#run(body)
      return makeValue(result)
    }
  }

  #tracePromise(step: Extract<Step, { op: 'tracePromise' }>): void {
    const world = this
    function fn(this: unknown, ...given: unknown[]): unknown {
      world.#note('fn', this, given)
      world.#run(step.body)
      const made = makeOutcome(step.outcome, makeValue(step.value), world.witness)
      world.#note(step.outcome, made)
      return made
    }
    let result: any
    this.#call('tracePromise', () => result = this.#traced[step.traced].tracePromise(fn, ...this.#given(step)))
    if (step.followed && result !== null && (typeof result === 'object' || typeof result === 'function')) this.#follow(result)
  }

  #follow(result: any): void {
    this.#call('follow', () => typeof result.then === 'function' && void result.then(
      (value: unknown) => this.#note('fulfilled', value),
      (error: unknown) => this.#note('rejected', error)
    ))
  }

  #traceCallback(step: Extract<Step, { op: 'traceCallback' }>): void {
    const world = this
    function called(this: unknown, ...given: unknown[]): unknown {
      world.#note('callback', this, given)
      world.#run(step.callback)
      return makeValue(step.result)
    }
    function fn(this: unknown, ...given: any[]): unknown {
      world.#note('fn', this, given)
      world.#run(step.body)
      const callback = given.find((arg) => typeof arg === 'function')
      if (callback) for (const call of step.calls) world.#callBack(callback, call)
      return makeValue(step.result)
    }
    const [context, self, ...args] = this.#given(step)
    if (step.at >= 0) args.splice(step.at, 0, called)
    const position = step.position === 'none' ? undefined : step.position === 'null' ? null : step.position
    this.#call('traceCallback', () => this.#traced[step.traced].traceCallback(fn, position, context, self, ...args))
  }

  #callBack(callback: (...args: unknown[]) => unknown, { when, error, result }: CallOfCallback): void {
    this.#later(when, () => this.#call('callback', () => callback.call('caller', makeValue(error), makeValue(result), 'more')))
  }

  #subscribe({ op, traced, event, by, subscriber }: Extract<Step, { op: 'subscribe' | 'unsubscribe' }>): void {
    const fn = this.#subscribers[subscriber]!
    const channel = this.#traced[traced][event]
    if (by === 'channel') this.#note(op, channel[op](fn))
    else if (by === 'tracing') this.#note(op, this.#traced[traced][op]({ [event]: fn }))
    else this.#note(op, diagnosticsChannel[op](channel.name, fn))
  }

  #bind(channel: any, store: unknown, transform: Transform): void {
    // See NOT_COMPARED: a store that a transform takes out of the channel that is being entered, and puts back.
    if (this.#transforms && this.#unboundBy(channel).has(store)) return
    this.#note('bound', channel.bindStore(store, this.#transform(transform)))
  }

  #unbind(channel: any, store: unknown): void {
    if (this.#transforms) this.#unboundBy(channel).add(store)
    this.#note('unbound', channel.unbindStore(store))
  }

  #transform(transform: Transform): unknown {
    if (transform === 'none') return undefined
    if (transform === 'null') return null
    if (transform === 'text') return transform
    const { steps, value } = transform
    return (message: unknown) => {
      if (this.#transforms++ === 0) this.#unboundByTransforms.clear()
      try {
        this.#note('transform', message)
        this.#run(steps)
        return value === 'message' ? message : makeValue(value)
      } finally {
        this.#transforms--
      }
    }
  }

  #unboundBy(channel: unknown): Set<unknown> {
    let stores = this.#unboundByTransforms.get(channel)
    if (!stores) this.#unboundByTransforms.set(channel, stores = new Set())
    return stores
  }

  #disable(store: any): void {
    // See NOT_COMPARED: after a trace the context is made a new one before a storage is taken out of it.
    if (this.#entered) this.#helper.enterWith({})
    store.disable?.()
    this.#note('disabled')
  }

  #wrap(channel: any, method: 'publish' | 'runStores'): void {
    const methods = this.#wrapped.get(channel) ?? new Set()
    // See NOT_COMPARED: an own `runStores` where traces do without one.
    if (methods.has(method) || (method === 'runStores' && hostHasStoreScopes)) return
    this.#wrapped.set(channel, methods.add(method))
    const { witness } = this
    channel[method] = function (this: any, ...args: unknown[]) {
      // See NOT_COMPARED: who else calls the `publish` of a channel that nobody listens to.
      if (this.hasSubscribers) witness.add(`own ${method}`)
      return Reflect.apply(Object.getPrototypeOf(this)[method], this, args)
    }
  }

  #newContext(kind: ContextKind): unknown {
    const id = this.#contexts++
    switch (kind) {
      case 'none': return undefined
      case 'object': return { id }
      case 'again': return this.#again
      case 'bare': return { __proto__: null, id }
      case 'frozen': return Object.freeze({ id })
      case 'null': return null
      case 'number': return id
      case 'text': return `context ${id}`
      case 'watched': return this.witness.opaque(`watched ${id}`, new Proxy({}, {
        set: (target, key, value) => { this.#note('set', key, value); return Reflect.set(target, key, value) },
        get: (target, key) => { this.#note('get', key); return Reflect.get(target, key) }
      }))
      case 'failing': return this.witness.opaque(`failing ${id}`, new Proxy({}, {
        set(_target, key) { throw new Error(`from setting ${String(key)}`) }
      }))
    }
  }
}
