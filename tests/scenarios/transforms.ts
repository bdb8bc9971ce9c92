import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import type { Implementation } from '../support/implementation.js'
import { Traced, type Event } from '../support/traced.js'
import type { Transcript } from '../support/transcript.js'
import type { Scenario } from './index.js'

// Transforms of channels with three stores that keep or change the context they are called in. A kept context has the
// stores that were entered before the transform was called, and those of the program around the trace; nothing that
// happens to the trace later reaches it.

const POSITIONS = [0, 1, 2] as const
type Position = typeof POSITIONS[number]

/** Keeps the context of its caller. */
type Keep = (look: (where: string) => void) => Kept

/** A context that was kept. */
interface Kept {
  /** Looks from the context at once. Missing where the context comes back by itself. */
  readonly look?: (where: string) => void
  /** Settles when the context came back by itself. */
  readonly came?: Promise<unknown>
  /** Goes on, after that, with what keeps the context. */
  readonly goOn?: () => unknown
}

/** Enters the stores of one channel, and calls a function in them. */
interface Way {
  readonly event: Event
  enter(implementation: Implementation, traced: Traced, message: object, fn: () => void): unknown
}

const WAYS: Readonly<Record<string, Way>> = {
  traceSync: { event: 'start', enter: (_, { channel }, message, fn) => channel.traceSync(fn, message) },
  tracePromise: {
    event: 'start', enter: (_, { channel }, message, fn) => channel.tracePromise(async () => fn(), message)
  },
  traceCallback: { event: 'start', enter: (_, { channel }, message, fn) =>
    channel.traceCallback((done: any) => { fn(); done() }, 0, message, undefined, () => {}) },
  continuation: {
    event: 'asyncStart',
    enter: (_, { channel }, message, fn) => channel.traceCallback((done: any) => done(), 0, message, undefined, fn)
  },
  'stores alone': {
    event: 'start',
    enter({ withStoreScope }, { channel: { start } }, message, fn) {
      if (!withStoreScope) return start.runStores(message, fn)
      const scope = withStoreScope(start, message)
      fn()
      scope[Symbol.dispose]()
    }
  }
}

/** Of the ways, one before the call and one after it. */
const BOTH_SIDES = Object.entries(WAYS).filter(([name]) => ['traceSync', 'continuation'].includes(name))

const byPromiseJob: Keep = (look) => ({ came: Promise.resolve().then(() => look('in a promise job')) })

const byTimer: Keep = (look) => ({
  came: new Promise<void>((resolve) => setTimeout(() => {
    look('in a timer')
    resolve()
  }))
})

const bySnapshot: Keep = (look) => {
  const inside = AsyncLocalStorage.snapshot()
  return { look: (where) => inside(look, `in a snapshot, ${where}`) }
}

const byResource: Keep = (look) => {
  const resource = new AsyncResource('scenario')
  return { look: (where) => resource.runInAsyncScope(look, undefined, `in a resource, ${where}`) }
}

const byAsyncGenerator: Keep = (look) => {
  const steps = (async function* () {
    look('in a generator, first')
    await null
    look('in a generator, after a wait')
    yield
    look('in a generator, asked again from outside')
    await null
    look('in a generator, after another wait')
  })()
  return { came: steps.next(), goOn: () => steps.next() }
}

/** Writes down the values that all stores have now, shorter than `look` does: these scenarios have thousands. */
function lookAt({ transcript, stores }: Traced, where: string): void {
  transcript.add(`${where}:`, ...stores.map((store) => transcript.show(store.getStore())))
}

/** Calls a function in an async context of its own: what it enters or disables stays in there. */
function apart<T>(fn: () => T): T {
  return new AsyncResource('scenario').runInAsyncScope(fn)
}

/** Three bound stores, and then two that the program around the trace has entered. */
interface Stores {
  readonly traced: Traced
  readonly ambient: readonly [AsyncLocalStorage<any>, AsyncLocalStorage<any>]
}

/**
 * Binds three stores to a channel; one of the transforms calls a function, the others do if they are asked to as well.
 */
function withTransform(
  implementation: Implementation, transcript: Transcript, at: Position, inside: (message: any, traced: Traced) => void,
  { event = 'start', alone = false, events = [] }: { event?: Event, alone?: boolean, events?: readonly Event[] } = {}
): Stores {
  const traced = new Traced(implementation, transcript, events)
  for (const position of POSITIONS) {
    if (position === at) {
      traced.bind(event, (message: any) => {
        inside(message, traced)
        return `${position} of ${message.id}`
      })
    } else if (alone) {
      traced.bind(event)
    } else {
      traced.bind(event, ({ id }: any) => `${position} of ${id}`)
    }
  }
  const ambient = [new AsyncLocalStorage<any>(), new AsyncLocalStorage<any>()] as const
  traced.stores.push(...ambient)
  return { traced, ambient }
}

function enterAmbient({ ambient }: Stores): void {
  ambient[0].enterWith('ambient')
  ambient[1].enterWith('ambient too')
}

/**
 * Has a frame of its own be current, where there are frames: `disable` changes it in place. What a trace leaves current
 * is a limit of tracescope: `disabledInTheFrameAroundTheTrace`.
 */
function leaveSharedFrame(): void {
  new AsyncLocalStorage().enterWith('another frame')
}

function keptBy(keep: Keep): Scenario {
  return async (implementation, transcript) => {
    const contexts: Kept[] = []
    for (const [name, way] of Object.entries(WAYS)) {
      for (const at of POSITIONS) {
        for (const outside of [false, true]) {
          apart(() => {
            // Those alone with their transform are entered for the message itself.
            const stores = withTransform(implementation, transcript, at, ({ id }, traced) => {
              contexts.push(keep((where) => lookAt(traced, `${id}: ${where}`)))
            }, { event: way.event, alone: outside })
            enterAmbient(stores)
            const { traced } = stores
            if (outside) traced.stores.forEach((store, nth) => store.enterWith(`${nth} outside`))
            for (const round of [1, 2]) {
              const id = `${name} ${round}, ${at}`
              way.enter(implementation, traced, { id }, () => {
                lookAt(traced, `${id}: fn`)
                contexts.at(-1)!.look?.('while it runs')
              })
              lookAt(traced, `${id}: after`)
              contexts.at(-1)!.look?.('after it')
            }
          })
        }
      }
    }
    for (const { came } of contexts) await came
    for (const { look, goOn } of contexts) {
      look?.('in the end')
      await goOn?.()
    }
  }
}

export const contextKeptByAPromiseJob = keptBy(byPromiseJob)
export const contextKeptByATimer = keptBy(byTimer)
export const contextKeptByASnapshot = keptBy(bySnapshot)
export const contextKeptByAResource = keptBy(byResource)
export const contextKeptByAnAsyncGenerator = keptBy(byAsyncGenerator)

export const everyTransformKeepsItsContext: Scenario = async (implementation, transcript) => {
  const traced = new Traced(implementation, transcript, ['start', 'end'])
  const contexts: Kept[] = []
  for (const position of POSITIONS) {
    traced.bind('start', ({ id }: any) => {
      for (const keep of [byPromiseJob, byTimer, bySnapshot, byResource]) contexts.push(keep((where) =>
        lookAt(traced, `${position} of ${id}: ${where}`)))
      return `${position} of ${id}`
    })
  }
  for (const id of ['first', 'second']) {
    traced.channel.traceSync(() => {
      for (const { look } of contexts) look?.('while it runs')
      if (id === 'first') traced.channel.traceSync(() => lookAt(traced, 'fn'), { id: 'inner' })
    }, { id })
    lookAt(traced, 'after')
  }
  for (const { came } of contexts) await came
  for (const { look } of contexts) look?.('in the end')
}

export const contextKeptByATransformThatThrows: Scenario = async (implementation, transcript) => {
  for (const at of POSITIONS) {
    const contexts: Kept[] = []
    const { traced } = withTransform(implementation, transcript, at, (_, traced) => {
      for (const keep of [byPromiseJob, bySnapshot]) contexts.push(keep((where) => lookAt(traced, `${at}: ${where}`)))
      throw new Error('from a transform')
    }, { events: ['start', 'end'] })
    transcript.call('traceSync', () => traced.channel.traceSync(() => lookAt(traced, 'fn'), { id: at }))
    lookAt(traced, 'after')
    for (const { came } of contexts) await came
    for (const { look } of contexts) look?.('in the end')
  }
}

export const disabledWhileATransformThatThrewKeepsItsContext: Scenario = async (implementation, transcript) => {
  const later: Array<Promise<unknown> | undefined> = []
  for (const at of POSITIONS) {
    for (const nth of DISABLED) {
      apart(() => {
        const contexts: Kept[] = []
        const stores = withTransform(implementation, transcript, at, (_, traced) => {
          for (const keep of [byPromiseJob, bySnapshot]) contexts.push(keep((where) =>
            lookAt(traced, `${nth} in ${at}: ${where}`)))
          throw new Error('from a transform')
        })
        enterAmbient(stores)
        const { traced } = stores
        traced.channel.traceSync(() => {
          traced.stores[nth]!.disable()
          lookAt(traced, `${nth} in ${at}: fn`)
          for (const { look } of contexts) look?.('while it runs')
        }, { id: at })
        lookAt(traced, `${nth} in ${at}: after`)
        for (const { look, came } of contexts) {
          look?.('after')
          later.push(came)
        }
      })
    }
  }
  await Promise.all(later)
}

/** Every bound store and an ambient one, by its number in `traced.stores`. */
const DISABLED = [0, 1, 2, 3] as const

/** Two contexts kept by one transform, and one of the traced function. Disables a store in the first of them. */
function disabledInAKeptContext(implementation: Implementation, transcript: Transcript, whileItRuns: boolean): void {
  for (const at of POSITIONS) {
    for (const nth of DISABLED) {
      apart(() => {
        const id = `${nth} disabled in ${at}`
        const kept: Array<(fn: () => void) => void> = []
        const stores = withTransform(implementation, transcript, at, () => {
          kept.push(AsyncLocalStorage.snapshot(), AsyncLocalStorage.snapshot())
        }, { events: ['start', 'end'] })
        enterAmbient(stores)
        const { traced } = stores
        const store = traced.stores[nth]!
        const lookAll = (when: string): void => {
          lookAt(traced, `${id}, ${when}: here`)
          kept.forEach((inside, which) => inside(() => lookAt(traced, `${id}, ${when}: kept ${which}`)))
        }
        const disable = (): void => {
          kept[0]!(() => {
            store.disable()
            lookAt(traced, `${id}: disabled`)
          })
        }
        traced.channel.traceSync(() => {
          kept.push(AsyncLocalStorage.snapshot())
          if (whileItRuns) disable()
          lookAll('while it runs')
        }, { id })
        lookAll('after')
        leaveSharedFrame()
        if (!whileItRuns) disable()
        lookAll('then')
        traced.channel.traceSync(() => lookAll('in another'), { id: 'another' })
        kept[0]!(() => {
          store.enterWith('entered again')
          lookAt(traced, `${id}: entered again`)
        })
        lookAll('in the end')
      })
    }
  }
}

export const disabledInAKeptContextLater: Scenario = (implementation, transcript) =>
  disabledInAKeptContext(implementation, transcript, false)
export const disabledInAKeptContextMeanwhile: Scenario = (implementation, transcript) =>
  disabledInAKeptContext(implementation, transcript, true)

export const disabledOutsideAfterTheTrace: Scenario = async (implementation, transcript) => {
  const later: Array<Promise<unknown> | undefined> = []
  for (const [name, way] of BOTH_SIDES) {
    for (const at of POSITIONS) {
      for (const nth of DISABLED) {
        apart(() => {
          const id = `${name}: ${nth} disabled after ${at}`
          const contexts: Kept[] = []
          const stores = withTransform(implementation, transcript, at, (_, traced) => {
            for (const keep of [byPromiseJob, byTimer, bySnapshot, byResource]) contexts.push(keep((where) =>
              lookAt(traced, `${id}, ${where}`)))
          }, { event: way.event })
          enterAmbient(stores)
          const { traced } = stores
          traced.stores[nth]!.enterWith('outside')
          const before = bySnapshot((where) => lookAt(traced, `${id}, before, ${where}`))
          way.enter(implementation, traced, { id }, () => {})
          leaveSharedFrame()
          traced.stores[nth]!.disable()
          lookAt(traced, `${id}: after`)
          for (const { look, came } of [before, ...contexts]) {
            look?.('at once')
            later.push(came)
          }
        })
      }
    }
  }
  await Promise.all(later)
}

/** Lets a transform do something to a store, or do it itself to each, and looks at all there is. */
async function changedByATransform(
  implementation: Implementation, transcript: Transcript, what: string, change: (store: AsyncLocalStorage<any>) => void
): Promise<void> {
  const later: Array<Promise<unknown> | undefined> = []
  for (const [name, way] of BOTH_SIDES) {
    for (const at of POSITIONS) {
      for (const nth of DISABLED) {
        apart(() => {
          const id = `${name}: ${nth} ${what} by ${at}`
          const contexts: Kept[] = []
          const stores = withTransform(implementation, transcript, at, (_, traced) => {
            const look = (where: string): void => lookAt(traced, `${id}, ${where}`)
            const before = bySnapshot((where) => look(`before, ${where}`))
            change(traced.stores[nth]!)
            look('transform')
            contexts.push(before, bySnapshot(look), byPromiseJob(look))
          }, { event: way.event })
          enterAmbient(stores)
          const { traced } = stores
          for (const round of ['once', 'again']) {
            way.enter(implementation, traced, { id }, () => {
              lookAt(traced, `${id}, ${round}: fn`)
              for (const { look } of contexts) look?.('while it runs')
            })
            lookAt(traced, `${id}, ${round}: after`)
          }
          for (const { look, came } of contexts) {
            look?.('after')
            later.push(came)
          }
        })
      }
    }
  }
  await Promise.all(later)
}

export const transformEntersAnotherStore: Scenario = (implementation, transcript) =>
  changedByATransform(implementation, transcript, 'entered', (store) => store.enterWith('by a transform'))

export const transformDisablesAnotherStore: Scenario = (implementation, transcript) =>
  changedByATransform(implementation, transcript, 'disabled', (store) => store.disable())

export const transformDisablesAndEntersAnotherStore: Scenario = (implementation, transcript) =>
  changedByATransform(implementation, transcript, 'disabled and entered', (store) => {
    store.disable()
    store.enterWith('by a transform')
  })

export const transformTracesAnotherChannel: Scenario = async (implementation, transcript) => {
  const later: Array<Promise<unknown> | undefined> = []
  for (const [name, way] of BOTH_SIDES) {
    for (const shared of [false, true]) {
      for (const at of POSITIONS) {
        apart(() => {
          const contexts: Kept[] = []
          const keepAll = (who: string, traced: Traced): void => {
            for (const keep of [bySnapshot, byPromiseJob]) contexts.push(keep((where) =>
              lookAt(traced, `${who} ${at}, ${name}, ${where}`)))
          }
          const inner = withTransform(implementation, transcript, 1, (_, traced) => {
            lookAt(traced, 'inner transform')
            keepAll('inner transform', traced)
          }, { event: way.event })
          const outer = withTransform(implementation, transcript, at, (_, traced) => {
            keepAll('transform before', traced)
            way.enter(implementation, inner.traced, { id: 'inner' }, () => {
              lookAt(inner.traced, 'inner fn')
              keepAll('inner fn', traced)
            })
            lookAt(inner.traced, 'inner after')
            lookAt(traced, 'transform')
            keepAll('transform after', traced)
          }, { event: way.event, events: ['start', 'end'] })
          // The inner channel has a store of the outer one too, bound last.
          if (shared) inner.traced.channel[way.event].bindStore(outer.traced.stores[1], ({ id }: any) =>
            `shared of ${id}`)
          // All are looked at together.
          const all = [...outer.traced.stores, ...inner.traced.stores.slice(0, POSITIONS.length)]
          enterAmbient(outer)
          for (const { traced } of [inner, outer]) traced.stores.splice(0, Infinity, ...all)
          for (const id of ['first', 'second']) {
            way.enter(implementation, outer.traced, { id }, () => {
              lookAt(outer.traced, 'fn')
              for (const { look } of contexts) look?.('while it runs')
            })
            lookAt(outer.traced, 'after')
          }
          for (const { look, came } of contexts) {
            look?.('after')
            later.push(came)
          }
        })
      }
    }
  }
  await Promise.all(later)
}

export const transformTracesItsOwnChannel: Scenario = (implementation, transcript) => {
  for (const at of POSITIONS) {
    const contexts: Kept[] = []
    const { traced } = withTransform(implementation, transcript, at, ({ id, depth }, traced) => {
      lookAt(traced, `transform ${at} of ${id}`)
      if (depth > 0) traced.channel.traceSync(() => lookAt(traced, 'inner fn'), { id: `${id}.`, depth: depth - 1 })
      contexts.push(bySnapshot((where) => lookAt(traced, `${at} of ${id}, ${where}`)))
    }, { events: ['start', 'end'] })
    traced.channel.traceSync(() => lookAt(traced, 'fn'), { id: at, depth: 2 })
    lookAt(traced, 'after')
    for (const { look } of contexts) look?.('after')
  }
}

export const transformBindsAnotherInItsPlace: Scenario = async (implementation, transcript) => {
  const later: Array<Promise<unknown> | undefined> = []
  for (const [name, way] of BOTH_SIDES) {
    for (const at of POSITIONS) {
      for (const transformed of [false, true]) {
        apart(() => {
          const contexts: Kept[] = []
          const stores = withTransform(implementation, transcript, at, ({ id }, traced) => {
            const look = (where: string): void => lookAt(traced, `${name}, ${at} of ${id}, ${where}`)
            contexts.push(bySnapshot((where) => look(`before, ${where}`)))
            transcript.add('unbound', traced.channel[way.event].unbindStore(traced.stores[at]))
            traced.bind(way.event, ...transformed ? [({ id }: any) => `in its place of ${id}`] : [])
            contexts.push(bySnapshot(look), byPromiseJob(look))
          }, { event: way.event })
          enterAmbient(stores)
          const { traced } = stores
          for (const id of ['first', 'second', 'third']) {
            way.enter(implementation, traced, { id }, () => {
              lookAt(traced, `${name}, ${id}: fn`)
              for (const { look } of contexts) look?.('while it runs')
            })
            lookAt(traced, `${name}, ${id}: after`)
          }
          for (const { look, came } of contexts) {
            look?.('after')
            later.push(came)
          }
        })
      }
    }
  }
  await Promise.all(later)
}

export const transformBindsAStoreAgain: Scenario = (implementation, transcript) => {
  for (const [name, way] of BOTH_SIDES) {
    for (const at of POSITIONS) {
      for (const again of POSITIONS) {
        let isBoundAgain = false
        const stores = withTransform(implementation, transcript, at, ({ id }, traced) => {
          lookAt(traced, `${name}, ${at} of ${id}`)
          if (isBoundAgain) return
          isBoundAgain = true
          const store = traced.stores[again]!
          transcript.add('unbound', traced.channel[way.event].unbindStore(store))
          traced.channel[way.event].bindStore(store, ({ id }: any) => {
            lookAt(traced, `${name}, ${again} again of ${id}`)
            return `${again} again of ${id}`
          })
        }, { event: way.event })
        const { traced } = stores
        for (const id of ['first', 'second']) {
          way.enter(implementation, traced, { id }, () => lookAt(traced, `${name}, ${id}: fn`))
          lookAt(traced, `${name}, ${id}: after`)
        }
      }
    }
  }
}

export const transformBindsItsOwnStoreAnew: Scenario = (implementation, transcript) => {
  for (const [name, way] of BOTH_SIDES) {
    for (const alone of [true, false]) {
      const traced = new Traced(implementation, transcript, ['start', 'asyncStart'])
      const store = traced.bind(way.event, ({ id }: any) => {
        lookAt(traced, `${name}, first of ${id}`)
        traced.channel[way.event].bindStore(store, ({ id }: any) => {
          lookAt(traced, `${name}, second of ${id}`)
          return `second of ${id}`
        })
        if (!alone) traced.bind(way.event, ({ id }: any) => `another of ${id}`)
        return `first of ${id}`
      })
      for (const id of ['first', 'second']) {
        way.enter(implementation, traced, { id }, () => lookAt(traced, `${name}, ${id}: fn`))
        lookAt(traced, `${name}, ${id}: after`)
      }
    }
  }
}

export const exitsInAKeptContext: Scenario = async (implementation, transcript) => {
  const later: Promise<unknown>[] = []
  for (const at of POSITIONS) {
    for (const nth of DISABLED) {
      apart(() => {
        let inside!: (fn: () => void) => void
        const stores = withTransform(implementation, transcript, at, () => { inside = AsyncLocalStorage.snapshot() })
        enterAmbient(stores)
        const { traced } = stores
        const look = (where: string): void => lookAt(traced, `${nth} in ${at}, ${where}`)
        traced.channel.traceSync(() => inside(() => {
          traced.stores[nth]!.exit(() => {
            look('exit')
            later.push(byTimer(look).came!)
          })
          look('after exit')
        }), { id: at })
        look('after')
      })
    }
  }
  await Promise.all(later)
}

export const enteredInAKeptContext: Scenario = (implementation, transcript) => {
  for (const at of POSITIONS) {
    apart(() => {
      let inside!: (fn: () => void) => void
      const stores = withTransform(implementation, transcript, at, () => { inside = AsyncLocalStorage.snapshot() })
      const other = new AsyncLocalStorage<number>()
      const { traced } = stores
      traced.stores.push(other)
      enterAmbient(stores)
      const look = (where: string): void => lookAt(traced, `${at}, ${where}`)
      const enter = (): void => {
        inside(() => {
          other.run(1, () => inside(() => look('in it once more')))
          other.enterWith(2)
          traced.stores[2]!.enterWith('entered')
          look('entered')
        })
        inside(() => look('kept'))
      }
      traced.channel.traceSync(() => {
        enter()
        look('fn')
      }, { id: at })
      enter()
      look('after')
    })
  }
}

export const disabledInTheFrameAroundTheTrace: Scenario = (implementation, transcript) => {
  for (const where of ['outside', 'before', 'transform']) {
    apart(() => {
      const kept: Record<string, (fn: () => void) => void> = { outside: (fn) => fn() }
      const traced = new Traced(implementation, transcript, [])
      traced.bind('start', () => {
        kept['transform'] = AsyncLocalStorage.snapshot()
        return 'bound'
      })
      const ambient = new AsyncLocalStorage()
      traced.stores.push(ambient)
      ambient.enterWith('ambient')
      kept['before'] = AsyncLocalStorage.snapshot()
      traced.channel.traceSync(() => {}, {})
      kept[where]!(() => ambient.disable())
      for (const [who, inside] of Object.entries(kept)) inside(() => lookAt(traced, `disabled in ${where}, ${who}`))
    })
  }
}

export const contextsMadeFromAKeptOne: Scenario = async (implementation, transcript) => {
  const later: Promise<unknown>[] = []
  for (const at of POSITIONS) {
    for (const whileItRuns of [true, false]) {
      apart(() => {
        let inside!: (fn: () => void) => void
        const stores = withTransform(implementation, transcript, at, ({ id }) => {
          if (id === 'kept') inside = AsyncLocalStorage.snapshot()
        })
        const other = new AsyncLocalStorage<number>()
        const { traced } = stores
        traced.stores.push(other)
        enterAmbient(stores)
        const look = (where: string): void => lookAt(traced, `${at}, ${where}`)
        const lookLater = (who: string): void => {
          look(who)
          for (const keep of [byPromiseJob, byTimer]) later.push(keep((where) => look(`${who}, ${where}`)).came!)
        }
        const makeContexts = (): void => {
          inside(() => {
            other.run(1, () => {
              lookLater('run')
              traced.stores[0]!.run('run', () => lookLater('run of a bound store'))
              traced.channel.traceSync(() => lookLater('a trace in it'), { id: 'inner' })
              look('after them')
            })
            look('after all')
          })
          inside(() => look('kept'))
        }
        traced.channel.traceSync(() => {
          if (whileItRuns) makeContexts()
          look('fn')
        }, { id: 'kept' })
        if (!whileItRuns) makeContexts()
        look('after')
      })
    }
  }
  await Promise.all(later)
}

export const subscriberKeepsWhatATransformDoesNot: Scenario = (implementation, transcript) => {
  const contexts: Kept[] = []
  const { traced } = withTransform(implementation, transcript, 1, (_, traced) => {
    contexts.push(bySnapshot((where) => lookAt(traced, `transform, ${where}`)))
  })
  traced.channel.start.subscribe(() => {
    contexts.push(bySnapshot((where) => lookAt(traced, `subscriber, ${where}`)))
  })
  traced.channel.end.subscribe(() => {
    for (const { look } of contexts) look?.('at its end')
  })
  for (const id of ['first', 'second']) traced.channel.traceSync(() => traced.stores[1]!.enterWith('changed'), { id })
  for (const { look } of contexts) look?.('after')
}
