import { makeOutcome } from './outcomes.js'
import type { CallOfCallback, Called, Of, Steps, Traced, TraceStep } from './steps.js'
import { makeValue } from './values.js'
import type { World } from './world.js'

/** Traces a function that notes what it is given, and makes steps. */
export function trace(world: World, step: TraceStep): void {
  const { channels, traced, bounded } = world.ground.tracing[step.traced]!
  switch (step.op) {
    case 'tracePromise': return tracePromise(world, traced, step)
    case 'traceCallback': return traceCallback(world, traced, step)
    default: {
      const fn = makeFunction(world, step, () => makeValue(step.result))
      const [context, ...others] = given(world, step)
      if (step.op === 'traceSync') return world.call(step.op, () => traced.traceSync(fn, context, ...others))
      if ('event' in step) return world.call(step.op, () => channels[step.event].runStores(context, fn, ...others))
      return bounded && world.call(step.op, () => bounded.run(context, fn, ...others))
    }
  }
}

/** What a trace is given besides the function. */
function given(world: World, step: Traced & Called): [context: unknown, self: unknown, ...args: unknown[]] {
  return [world.messages.of(step), makeValue(step.self), ...step.args.map(makeValue)]
}

/** A function that is traced. Errors look the same by its name. */
function makeFunction(
  world: World, { body }: { readonly body: Steps }, end: (args: readonly any[]) => unknown
): (...args: unknown[]) => unknown {
  return function fn(this: unknown, ...args: unknown[]) {
    return world.within(() => {
      world.note('fn', this, args)
      world.run(body)
      return end(args)
    })
  }
}

function tracePromise(world: World, traced: any, step: Of<'tracePromise'>): void {
  const { holders, notes } = world.ground
  let holder = -1
  const fn = makeFunction(world, step, () => {
    const { outcome, value } = step
    const made = outcome === 'after steps' ? makePromise(world, step) : makeOutcome(outcome, makeValue(value), notes)
    world.note(outcome, made)
    // Whoever traces holds the context by the function that it gives to `then`.
    holder = holders.hold()
    return made
  })
  let result: any
  world.call('tracePromise', () => result = traced.tracePromise(fn, ...given(world, step)))
  if (step.followed && result !== null && (typeof result === 'object' || typeof result === 'function')) {
    world.pauses.follow(result, () => holders.release(holder))
  }
}

/** A promise that is settled by what some steps come to in a job of their own. */
function makePromise(world: World, { after, value }: Of<'tracePromise'>): Promise<unknown> {
  return new Promise((resolve, reject) => world.pauses.later('promise', () => {
    try {
      world.run(after)
      resolve(makeValue(value))
    } catch (error) {
      reject(error)
    }
  }))
}

function traceCallback(world: World, traced: any, step: Of<'traceCallback'>): void {
  function called(this: unknown, ...args: unknown[]): unknown {
    return world.within(() => {
      world.note('callback', this, args)
      world.run(step.callback)
      return makeValue(step.result)
    })
  }
  const fn = makeFunction(world, step, (args) => {
    const callback = args.find((arg) => typeof arg === 'function')
    if (callback) for (const call of step.calls) callBack(world, callback, call)
    return makeValue(step.result)
  })
  const [context, self, ...args] = given(world, step)
  if (step.at >= 0) args.splice(step.at, 0, called)
  const position = step.position === 'none' ? undefined : step.position === 'null' ? null : step.position
  world.call('traceCallback', () => traced.traceCallback(fn, position, context, self, ...args))
}

function callBack(world: World, callback: (...args: any[]) => unknown, { when, error, result }: CallOfCallback): void {
  world.pauses.later(when, () => {
    world.call('callback', () => callback.call('caller', makeValue(error), makeValue(result), 'more'))
  })
}
