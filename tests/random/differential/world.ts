import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { channel, type Channel } from 'node:diagnostics_channel'
import { capture, type Capture } from '../capture.js'
import { newStorage, Patches, type TestStorage } from '../storages.js'
import { bind, unbind } from './bound.js'
import { Holders } from './holders.js'
import { CHANNELS, MESSAGES, VALUES, type BoundTransform, type Delay, type Event, type Method, type Scope, type Sequence, type Step } from './steps.js'
import type { FiveChannels, Tracer, Traces } from './tracers.js'

/** What a sequence did. */
export interface Outcome {
  /** Every value of every storage after each step, and every call of something that a user has put there. */
  readonly log: readonly string[]
  /** For each `disable`, in their order: who held the frame that it was called in. */
  readonly sharedBy: ReadonlyArray<readonly number[]>
}

// Two limits, lifted by the environment: `REBINDING=1` and `PATCHING_ANYWHERE=1`.
const REBINDING = Boolean(process.env['REBINDING'])
const PATCHING_ANYWHERE = Boolean(process.env['PATCHING_ANYWHERE'])

// A transform may start the trace that it is called for, and so on.
const MOST_STEPS = 250
const DEEPEST = 7
/** How many tasks may follow from one another. */
const MOST_TASKS = 4
const THROWN_HERE = /^at step /
const MOST_TURNS = 10_000

/** The storages and channels of one run of a sequence, and what goes on with them. */
export class World {
  readonly #tracer: Tracer
  readonly #sequence: Sequence
  readonly #leftOut: ReadonlySet<number>
  readonly #log: string[] = []
  readonly #sharedBy: number[][] = []
  readonly #storages: readonly TestStorage[]
  readonly #channels: readonly FiveChannels[]
  readonly #traces: readonly Traces[]
  readonly #messages = Array.from({ length: CHANNELS }, () => Array.from({ length: MESSAGES }, () => ({})))
  readonly #names = new Map<unknown, string>()
  readonly #holders = new Holders()
  readonly #patches = new Patches()
  readonly #openScopes: Disposable[] = []
  readonly #disposedScopes: Disposable[] = []
  readonly #generators: Array<Generator<undefined>> = []
  readonly #running = new Set<Generator<undefined>>()
  readonly #captured: Array<() => void> = []
  readonly #subscribed: Array<[Channel, () => void]> = []
  #pending = 0
  /** How many traces and scopes are open, or are being opened or closed. */
  #open = 0
  /** The channels whose transforms are being called. */
  readonly #entering: Channel[] = []
  readonly #unbound = new Set<string>()
  #steps = 0
  #depth = 0
  #tasks = 0

  /** @param leftOut the `disable`s to leave out, by their number */
  constructor(tracer: Tracer, sequence: Sequence, leftOut: ReadonlySet<number>) {
    this.#tracer = tracer
    this.#sequence = sequence
    this.#leftOut = leftOut
    this.#storages = sequence.storages.map((kind, nth) => newStorage(kind, (call) => this.#note(`${call} of storage ${nth}`)))
    this.#channels = Array.from({ length: CHANNELS }, newChannels)
    this.#traces = this.#channels.map((channels) => tracer.on(channels))
    for (const [nth, messages] of this.#messages.entries()) {
      for (const [id, message] of messages.entries()) this.#names.set(message, `#${nth}.${id}`)
    }
  }

  /** Runs the sequence in an asynchronous context of its own, until nothing of it is left. */
  async run(): Promise<Outcome> {
    const uncaught = ({ message }: Error): void => {
      // Whose context is not known to be held by someone is not looked at: see `compare.ts`.
      if (THROWN_HERE.test(message)) this.#look(`uncaught: ${message}`)
      else this.#note(`uncaught: ${message}`)
    }
    process.on('uncaughtException', uncaught)
    this.#tracer.begin?.()
    try {
      new AsyncResource('context-ways').runInAsyncScope(() => {
        this.#task('main', () => this.#main())
        this.#task('at the end', () => this.#closeAll())
      })
      // Once more than there is something pending: for what the host has left for the next tick.
      let turns = 0
      do await nextTurn(); while (this.#pending > 0 && turns++ < MOST_TURNS)
      if (this.#pending > 0) this.#note('something never came')
    } finally {
      this.#patches.undo()
      this.#tracer.end?.()
      this.#release()
      process.off('uncaughtException', uncaught)
    }
    return { log: this.#log, sharedBy: this.#sharedBy }
  }

  #main(): void {
    const { subscribers, bindings, rehearsed, entered, steps } = this.#sequence
    this.#run(bindings)
    if (rehearsed) for (const channel of this.#channels.keys()) this.#run([{ op: 'traceSync', channel, message: 0, body: [] }])
    for (const { channel, event, steps } of subscribers) {
      const subscriber = (): void => this.#called(`subscriber of ${event} ${channel}`, steps)
      this.#channels[channel]![event].subscribe(subscriber)
      this.#subscribed.push([this.#channels[channel]![event], subscriber])
    }
    this.#run(entered)
    this.#run(steps)
  }

  #closeAll(): void {
    for (const generator of this.#generators) this.#task('return', () => generator.return(undefined))
    while (this.#openScopes.length) {
      this.#task('dispose', () => this.#dispose(this.#sequence.firstOpenedFirst ? this.#openScopes.length - 1 : 0, false))
    }
  }

  /** A channel that someone listens to is held by the host, and an enabled storage too where there are no frames. */
  #release(): void {
    for (const [channel, subscriber] of this.#subscribed) channel.unsubscribe(subscriber)
    for (const { storage } of this.#storages) {
      for (const { start, asyncStart } of this.#channels) {
        unbind(start, storage)
        unbind(asyncStart, storage)
      }
      storage.disable()
    }
  }

  #note(what: string): void {
    this.#log.push(what)
  }

  #look(where: string): void {
    let line = where
    for (const storage of this.#storages) line += ` ${this.#show(storage.read())}`
    this.#log.push(line)
  }

  #show(value: unknown): string {
    return this.#names.get(value) ?? String(value)
  }

  /** Something that stands on its own: what is thrown ends here. */
  #task(name: string, fn: () => void): void {
    const depth = this.#depth
    this.#depth = 0
    try {
      fn()
    } catch (error) {
      this.#note(`thrown: ${(error as Error).message}`)
    } finally {
      this.#depth = depth
    }
    this.#look(`after ${name}`)
  }

  /** Something that the host calls: what it throws surfaces on the next tick. */
  #called(name: string, steps: readonly Step[]): void {
    this.#open++
    try {
      this.#body(name, steps)
    } catch (error) {
      this.#holders.hold()
      throw error
    } finally {
      this.#open--
    }
  }

  #traced(name: string, steps: readonly Step[]): void {
    this.#open++
    try {
      this.#body(name, steps)
    } finally {
      this.#open--
    }
  }

  #body(name: string, steps: readonly Step[]): void {
    this.#look(`in ${name}`)
    this.#run(steps)
  }

  #run(steps: readonly Step[]): void {
    if (this.#depth >= DEEPEST || this.#tasks >= MOST_TASKS) return
    this.#depth++
    try {
      for (const step of steps) {
        if (this.#steps++ >= MOST_STEPS) return
        this.#step(step)
        this.#look(step.op)
      }
    } finally {
      this.#depth--
    }
  }

  #step(step: Step): void {
    switch (step.op) {
      case 'look': return
      case 'throw': throw new Error(`at step ${this.#steps}`)
      case 'try': return this.#try(step.body)
      case 'enterWith': return this.#storages[step.storage]!.storage.enterWith?.(VALUES[step.value])
      case 'disable': return this.#disable(step.storage)
      case 'run': return this.#holders.duringRun(() => this.#storages[step.storage]!.storage.run(VALUES[step.value], () => this.#traced('run', step.body)))
      case 'exit': return this.#holders.duringRun(() => this.#storages[step.storage]!.storage.exit?.(() => this.#traced('exit', step.body)))
      case 'runStores': return this.#channels[step.channel]!.start.runStores(this.#message(step), () => this.#traced('runStores', step.body))
      case 'traceSync': return this.#traces[step.channel]!.traceSync(this.#message(step), () => this.#traced('traceSync', step.body))
      case 'boundedRun': return this.#traces[step.channel]!.boundedRun?.(this.#message(step), () => this.#traced('boundedRun', step.body))
      case 'tracePromise': return this.#tracePromise(step)
      case 'traceCallback': return this.#traceCallback(step)
      case 'open': return this.#keep(this.#openScope(step.scope))
      case 'dispose': return this.#dispose(step.nth, step.again)
      case 'using': return this.#using(step.scope, step.body)
      case 'generator': return this.#generate(step)
      case 'resume': return this.#resume(step.nth)
      case 'capture': return this.#capture(step.by, step.body)
      case 'call': return this.#call(step.nth)
      case 'later': return this.#later(step.by, () => this.#body(`later ${step.by}`, step.body))
      case 'async': return this.#async(step.before, step.after)
      case 'bind': return this.#bind(step)
      case 'unbind': return this.#unbind(step)
      case 'patch': return this.#patch(this.#storages[step.storage]!.storage, step.method)
      case 'patchAll': return this.#patch(AsyncLocalStorage.prototype, step.method)
    }
  }

  #message({ channel, message }: { channel: number, message: number }): object {
    return this.#messages[channel]![message]!
  }

  #bind({ channel, event, storage, transform }: Extract<Step, { op: 'bind' }>): void {
    const bound = this.#channels[channel]![event]
    // LIMIT: what a transform unbinds from its own channel is not bound there again by one. Node goes by the
    // live map, and enters such a store twice.
    if (this.#entering.includes(bound) && this.#unbound.has(`${channel} ${event} ${storage}`) && !REBINDING) return
    bind(bound, this.#storages[storage]!.storage, this.#transform(bound, storage, transform))
  }

  #unbind({ channel, event, storage }: Extract<Step, { op: 'unbind' }>): void {
    const bound = this.#channels[channel]![event]
    if (this.#entering.includes(bound)) this.#unbound.add(`${channel} ${event} ${storage}`)
    unbind(bound, this.#storages[storage]!.storage)
  }

  #transform(channel: Channel, storage: number, transform: BoundTransform): ((message: unknown) => unknown) | null | undefined {
    if (transform === 'none') return undefined
    if (transform === 'null') return null
    return (message) => {
      this.#entering.push(channel)
      try {
        this.#called(`transform of storage ${storage}`, transform.steps)
      } finally {
        this.#entering.pop()
      }
      return transform.value === null ? message : VALUES[transform.value]
    }
  }

  #try(body: readonly Step[]): void {
    try {
      this.#run(body)
    } catch (error) {
      this.#note(`caught: ${(error as Error).message}`)
    }
  }

  #disable(storage: number): void {
    const number = this.#sharedBy.push(this.#holders.ofCurrentFrame()) - 1
    if (!this.#leftOut.has(number)) this.#storages[storage]!.storage.disable()
  }

  #tracePromise(step: Extract<Step, { op: 'tracePromise' }>): void {
    let holder = -1
    const promise = this.#traces[step.channel]!.tracePromise(this.#message(step), () => {
      this.#traced('tracePromise', step.body)
      const result = this.#result(step)
      // Whoever traces holds the context by the function that it gives to `then`.
      holder = this.#holders.hold()
      return result
    })
    const caller = this.#holders.hold()
    this.#pending++
    const settled = (how: string): void => {
      this.#holders.release(holder)
      this.#holders.release(caller)
      this.#pending--
      this.#look(`tracePromise ${how}`)
    }
    promise.then(() => settled('fulfilled'), () => settled('rejected'))
  }

  #result(step: Extract<Step, { op: 'tracePromise' }>): any {
    switch (step.result) {
      case 'resolved': return Promise.resolve()
      case 'rejected': return Promise.reject(new Error('rejected'))
      case 'thenable': return { then(resolve: () => void) { resolve() } }
      case 'later': return new Promise<void>((resolve, reject) => this.#later('promise', () => {
        try {
          this.#body('promise', step.after)
          resolve()
        } catch (error) {
          reject(error)
        }
      }))
    }
  }

  #traceCallback(step: Extract<Step, { op: 'traceCallback' }>): void {
    const { when } = step
    this.#traces[step.channel]!.traceCallback(this.#message(step), (callback) => {
      this.#traced('traceCallback', step.body)
      if (when === 'now') callback(null)
      else this.#later(when, () => callback(null))
    }, () => this.#traced('callback', step.callback))
  }

  #openScope(scope: Scope): Disposable | undefined {
    if (scope.op === 'nothing') return undefined
    if (scope.op === 'withScope') return this.#withScope(this.#storages[scope.storage]!.storage, VALUES[scope.value])
    return this.#traces[scope.channel]![scope.op]?.(this.#message(scope))
  }

  #withScope(storage: any, value: unknown): Disposable | undefined {
    return 'enterWith' in storage ? this.#tracer.withScope?.(storage, value) : undefined
  }

  #keep(scope: Disposable | undefined): void {
    if (scope === undefined) return
    this.#openScopes.push(scope)
    this.#open++
  }

  #dispose(nth: number, again: boolean): void {
    const scopes = again ? this.#disposedScopes : this.#openScopes
    if (!scopes.length) return
    const [scope] = scopes.splice(scopes.length - 1 - nth % scopes.length, 1)
    try {
      scope![Symbol.dispose]()
    } finally {
      this.#disposedScopes.push(scope!)
      if (!again) this.#open--
    }
  }

  #using(scope: Scope, body: readonly Step[]): void {
    using _scope = this.#openScope(scope)
    this.#traced(scope.op, body)
  }

  #generate(step: Extract<Step, { op: 'generator' }>): void {
    const world = this
    const generator = (function* () {
      world.#open++
      try {
        using _scope = world.#openScope(step.scope)
        world.#body('generator', step.before)
        yield
        world.#body('generator again', step.after)
      } finally {
        world.#open--
      }
    })()
    this.#generators.push(generator)
    this.#next(generator)
  }

  #resume(nth: number): void {
    const suspended = this.#generators.filter((generator) => !this.#running.has(generator))
    if (suspended.length) this.#next(suspended[suspended.length - 1 - nth % suspended.length]!)
  }

  #next(generator: Generator<undefined>): void {
    this.#running.add(generator)
    try {
      generator.next()
    } finally {
      this.#running.delete(generator)
    }
  }

  #capture(by: Capture, body: readonly Step[]): void {
    this.#holders.hold()
    this.#captured.push(capture(by, () => this.#body(by, body)))
  }

  #call(nth: number): void {
    if (!this.#captured.length) return
    const caller = this.#holders.hold()
    try {
      this.#captured[this.#captured.length - 1 - nth % this.#captured.length]!()
    } finally {
      this.#holders.release(caller)
    }
  }

  #later(by: Delay, fn: () => void): void {
    const tasks = this.#tasks + 1
    const holder = this.#holders.hold()
    const run = (): void => {
      this.#holders.release(holder)
      this.#pending--
      this.#tasks = tasks
      this.#task(by, fn)
      this.#tasks = 0
    }
    this.#pending++
    if (by === 'promise') void Promise.resolve().then(run)
    else if (by === 'microtask') queueMicrotask(run)
    else if (by === 'tick') process.nextTick(run)
    else if (this.#sequence.timer === 'timeout') setTimeout(run)
    else setImmediate(run)
  }

  #async(before: readonly Step[], after: readonly Step[]): void {
    const tasks = this.#tasks + 1
    const run = async (): Promise<void> => {
      this.#body('async', before)
      const holder = this.#holders.hold()
      this.#pending++
      await null
      this.#holders.release(holder)
      this.#pending--
      this.#tasks = tasks
      this.#task('async', () => this.#body('async again', after))
      this.#tasks = 0
    }
    const holder = this.#holders.hold()
    this.#pending++
    void run().catch((error) => this.#note(`rejected: ${error.message}`)).then(() => {
      this.#holders.release(holder)
      this.#pending--
    })
  }

  #patch(target: any, method: Method): void {
    // LIMIT: no method is patched while a trace or a scope is open: what was entered before is left as it was entered.
    if (this.#open > 0 && !PATCHING_ANYWHERE) return
    this.#patches.toggle(target, method, (storage) => {
      const nth = this.#storages.findIndex((known) => known.storage === storage)
      // Not those that someone makes to try something.
      if (nth >= 0) this.#note(`patched ${method} of storage ${nth}`)
    })
  }
}

function newChannels(): FiveChannels {
  const names: readonly Event[] = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']
  return Object.fromEntries(names.map((name) => [name, channel(Symbol(name))])) as unknown as FiveChannels
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve) })
}
