import { capture, type Capture } from './capture.js'
import type { Moment, Of, Scenario, Steps } from './steps.js'
import { makeValue } from './values.js'
import type { World } from './world.js'

type AnyGenerator = Generator<unknown> | AsyncGenerator<unknown>

/** What a program begins and goes on with elsewhere: generators, async functions, continuations, captured contexts. */
export class Pauses {
  readonly #world: World
  readonly #timer: Scenario['timer']
  readonly #generators: AnyGenerator[] = []
  /** Those that can't be resumed: an asynchronous one would wait. */
  readonly #running = new Set<AnyGenerator>()
  readonly #captured: Array<() => void> = []

  constructor(world: World, timer: Scenario['timer']) {
    this.#world = world
    this.#timer = timer
  }

  /** Does something now, or in the current context later. */
  later(when: Moment, fn: () => void): void {
    if (when === 'now') return fn()
    const world = this.#world
    const { holders, catchesLater } = world.ground
    const holder = holders.hold()
    world.pending++
    const task = world.task(() => {
      holders.release(holder)
      world.pending--
      world.note(when)
      if (catchesLater(when)) world.try('thrown', fn)
      else fn()
    })
    if (when === 'promise') void Promise.resolve().then(task)
    else if (when === 'microtask') queueMicrotask(task)
    else if (when === 'tick') process.nextTick(task)
    else if (this.#timer === 'timeout') setTimeout(task)
    else setImmediate(task)
  }

  /** Notes what becomes of something that has a `then`. */
  follow(followed: any, release = (): void => {}): void {
    const world = this.#world
    const holder = world.ground.holders.hold()
    world.pending++
    const done = (how: string) => (value: unknown): void => {
      release()
      world.ground.holders.release(holder)
      world.pending--
      world.note(how, value)
    }
    world.call('follow', () =>
      typeof followed.then === 'function' && void followed.then(done('fulfilled'), done('rejected')))
  }

  generate({ op, scope, before, after, value }: Of<'generator' | 'async generator'>): void {
    const world = this.#world
    function* generator(): Generator<unknown> {
      world.open++
      try {
        using _scope = world.scopes.make(scope)
        world.note('generator')
        world.run(before)
        world.note('generator again', yield makeValue(value))
        world.run(after)
      } finally {
        world.open--
        world.note('generator ends')
      }
    }
    async function* asyncGenerator(): AsyncGenerator<unknown> {
      world.open++
      try {
        using _scope = world.scopes.make(scope)
        world.note('async generator')
        world.run(before)
        world.note('async generator again', yield makeValue(value))
        world.run(after)
      } finally {
        world.open--
        world.note('async generator ends')
      }
    }
    const made = op === 'generator' ? generator() : asyncGenerator()
    this.#generators.push(made)
    this.#resume(made, 'next', undefined)
  }

  resume({ nth, by, value }: Of<'resume'>): void {
    const suspended = this.#generators.filter((generator) => !this.#running.has(generator))
    if (suspended.length) this.#resume(suspended[suspended.length - 1 - nth % suspended.length]!, by, makeValue(value))
  }

  #resume(generator: AnyGenerator, by: Of<'resume'>['by'], value: unknown): void {
    if (Symbol.iterator in generator) this.#running.add(generator)
    try {
      this.#world.call(by, () => generator[by](value))
    } finally {
      this.#running.delete(generator)
    }
  }

  async({ before, after, value, followed }: Of<'async'>): void {
    const world = this.#world
    const { holders } = world.ground
    const run = async (): Promise<unknown> => {
      const goOn = world.task(() => world.run(after))
      world.note('async')
      world.run(before)
      const holder = holders.hold()
      try {
        const awaited = await makeValue(value)
        holders.release(holder)
        world.note('async again', awaited)
        goOn()
      } finally {
        world.note('async ends')
      }
      return makeValue(value)
    }
    let promise: unknown
    world.call('async', () => promise = run())
    if (followed) this.follow(promise)
  }

  /** Keeps the current context, and what is to be called in it. */
  capture(by: Capture, body: Steps): void {
    this.#world.ground.holders.hold()
    this.#captured.push(capture(by, () => {
      this.#world.note(by)
      this.#world.run(body)
    }))
  }

  call(nth: number): void {
    const { holders } = this.#world.ground
    if (!this.#captured.length) return
    const caller = holders.hold()
    try {
      this.#world.call('call', this.#captured[this.#captured.length - 1 - nth % this.#captured.length]!)
    } finally {
      holders.release(caller)
    }
  }

  close(): void {
    for (const generator of this.#generators) {
      this.#world.try('thrown', () => this.#resume(generator, 'return', undefined))
    }
  }
}
