import fc, { type Arbitrary } from 'fast-check'
import { hostHasWithScope } from '../../support/host.js'
import { CAPTURES } from '../world/capture.js'
import {
  KEPT, MOMENTS, TRACED, type BindStep, type Event, type Method, type Scope, type Step, type Transform
} from '../world/steps.js'
import type { StorageKind } from '../world/storages.js'
import { LETTERS } from '../world/values.js'
import { beginWith, type Beginning, type Sequence } from './sequence.js'

const STORAGES = 4

/** What there is on a host and for both tracers, besides what there always is. */
export interface Possible {
  /** `withScope` of a storage. */
  readonly scopes: boolean
  /** `withStoreScope`, and bounded channels. */
  readonly storeScopes: boolean
  /** Stores that go through methods of their own. */
  readonly ownMethods: boolean
  /** Stores with nothing but `run`. */
  readonly runOnly: boolean
  /** The host's own `runStores`. */
  readonly runStores: boolean
  /** Functions that return thenables. */
  readonly thenables: boolean
}

/** The first more often than the last: things have to meet. */
const oneOfFirst = (count: number): Arbitrary<number> =>
  fc.oneof(...Array.from({ length: count }, (_, nth) => ({ weight: 2 ** (count - nth), arbitrary: fc.constant(nth) })))
const storage = oneOfFirst(STORAGES)
const traced = oneOfFirst(TRACED)
const inTrace = { traced, context: fc.constantFrom(...KEPT) }
const value = fc.constantFrom(...LETTERS)
const nth = oneOfFirst(3)
const later = fc.constantFrom(...MOMENTS.slice(1))
const withScope: Method[] = hostHasWithScope ? ['withScope'] : []
const method = fc.constantFrom<Method>('run', 'enterWith', 'getStore', ...withScope)
const boundEvent = fc.constantFrom<Event>('start', 'start', 'start', 'asyncStart')

/** Random programs of what is possible. */
export function sequences(possible: Possible): Arbitrary<Sequence> {
  const { scopes, storeScopes, ownMethods, runOnly, runStores, thenables } = possible
  const scope: Arbitrary<Scope> = !scopes ? fc.constant({ op: 'nothing' as const }) : fc.oneof(
    fc.record({ op: fc.constant('withScope' as const), storage, value }),
    ...storeScopes ? [
      fc.record({ op: fc.constant('withStoreScope' as const), event: boundEvent, ...inTrace }),
      fc.record({ op: fc.constant('boundedWithScope' as const), ...inTrace })
    ] : []
  )
  const { steps, step, bind } = fc.letrec<{
    steps: Step[], step: Step, bind: BindStep, transform: Transform
  }>((tie) => {
    const body = tie('steps')
    const op = <const Op extends string>(...ops: Op[]): Arbitrary<Op> => fc.constantFrom(...ops)
    const throwing = fc.record({ op: op('throw'), value: op('numbered error') })
    const called = { ...inTrace, self: value, args: fc.array(value, { maxLength: 2 }), body }
    const call = { ...called, result: value }
    const resume = fc.record({ op: op('resume'), nth, by: op('next', 'next', 'next', 'return', 'throw'), value })
    const unbind = fc.record({ op: op('unbind'), traced, event: boundEvent, storage })
    const leaf: Array<fc.WeightedArbitrary<Step>> = [
      { weight: 1, arbitrary: fc.record({ op: op('look') }) },
      { weight: 2, arbitrary: throwing },
      { weight: 5, arbitrary: fc.record({ op: op('enterWith'), storage, value }) },
      { weight: 4, arbitrary: fc.record({ op: op('disable'), storage }) },
      ...scopes ? [
        { weight: 4, arbitrary: fc.record({ op: op('open'), scope }) },
        { weight: 5, arbitrary: fc.record({ op: op('dispose'), nth, again: fc.nat(3).map((nth) => nth === 3) }) }
      ] : [],
      { weight: 2, arbitrary: resume },
      { weight: 7, arbitrary: fc.record({ op: op('call'), nth }) },
      { weight: 1, arbitrary: unbind },
      ...ownMethods ? [
        { weight: 1, arbitrary: fc.record({ op: op('patch'), storage, method }) },
        { weight: 1, arbitrary: fc.record({ op: op('patchAll'), method }) }
      ] : []
    ]
    // What runs in another context than the steps around it: often just the one thing that those may notice.
    const elsewhere = fc.oneof(body, fc.oneof(
      { weight: 3, arbitrary: fc.record({ op: op('disable'), storage }) },
      { weight: 1, arbitrary: fc.record({ op: op('enterWith'), storage, value }) },
      ...scopes ? [{ weight: 1, arbitrary: fc.record({ op: op('dispose'), nth, again: fc.constant(false) }) }] : [],
      { weight: 1, arbitrary: resume }
    ).map((step) => [step]))
    const callOfCallback = fc.record({
      when: fc.oneof(fc.constant('now' as const), later), error: op('null', 'null', 'error'), result: value
    })
    const rebinding = fc.array(fc.oneof(tie('bind'), unbind, throwing), { minLength: 1, maxLength: 3 })
    const nested: Array<fc.WeightedArbitrary<Step>> = [
      { weight: 2, arbitrary: fc.record({ op: op('try'), body }) },
      { weight: 3, arbitrary: fc.record({ op: op('run'), storage, value, body }) },
      { weight: 1, arbitrary: fc.record({ op: op('exit'), storage, value, body }) },
      { weight: 6, arbitrary: fc.record({ op: op('traceSync'), ...call }) },
      ...runStores ? [{ weight: 3, arbitrary: fc.record({ op: op('runStores'), event: boundEvent, ...call }) }] : [],
      ...storeScopes ? [{ weight: 2, arbitrary: fc.record({ op: op('boundedRun'), ...call }) }] : [],
      {
        weight: 2,
        arbitrary: fc.record({
          op: op('tracePromise'), ...called,
          outcome: op('fulfilled', 'rejected', 'after steps', ...thenables ? ['synchronous' as const] : []),
          after: body, value, followed: fc.constant(true)
        })
      },
      {
        weight: 2,
        arbitrary: fc.record({
          op: op('traceCallback'), ...call,
          position: fc.constant(0), at: fc.constant(0),
          calls: fc.array(callOfCallback, { minLength: 1, maxLength: 2 }), callback: body
        })
      },
      ...scopes ? [{ weight: 3, arbitrary: fc.record({ op: op('using'), scope, body }) }] : [],
      { weight: 2, arbitrary: fc.record({ op: op('generator'), scope, before: body, after: body, value }) },
      { weight: 6, arbitrary: fc.record({ op: op('capture'), by: op(...CAPTURES), body: elsewhere }) },
      { weight: 3, arbitrary: fc.record({ op: op('later'), when: later, body: elsewhere }) },
      {
        weight: 1,
        arbitrary: fc.record({ op: op('async'), before: body, after: body, value, followed: fc.constant(true) })
      },
      { weight: 1, arbitrary: tie('bind') }
    ]
    return {
      bind: fc.record({ op: op('bind'), traced, event: boundEvent, storage, transform: tie('transform') }),
      transform: fc.oneof(
        { weight: 2, arbitrary: fc.constant('none' as const) },
        { weight: 1, arbitrary: fc.constant('null' as const) },
        // Stores bound together have none: with these, every second binding has a transform.
        {
          weight: 5,
          arbitrary: fc.record({
            steps: fc.oneof(body, elsewhere, rebinding), value: fc.oneof(op('message'), value, value, value)
          })
        }
      ),
      step: fc.oneof(
        { maxDepth: 5, depthIdentifier: 'steps' },
        { weight: 40, arbitrary: fc.oneof(...leaf) },
        { weight: 40, arbitrary: fc.oneof(...nested) }
      ),
      steps: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'steps', size: 'medium' })
    }
  }) as any
  const kind: Arbitrary<StorageKind> = fc.oneof(
    { weight: 12, arbitrary: fc.constant('plain' as const) },
    { weight: 2, arbitrary: fc.constant('default' as const) },
    ...ownMethods ? [{ weight: 2, arbitrary: fc.constantFrom('subclass' as const, 'agent' as const) }] : [],
    ...runOnly ? [{ weight: 1, arbitrary: fc.constant('run only' as const) }] : []
  )
  // Stores that need nothing but to be entered, as agents bind them.
  const some = fc.subarray([...Array(STORAGES).keys()], { minLength: 2 })
  const boundTogether = fc.record({ traced, storages: some }).map(({ traced, storages }) =>
    storages.map((storage): BindStep => ({ op: 'bind', traced, event: 'start', storage, transform: 'none' })))
  const subscriber = fc.record({
    traced,
    event: fc.constantFrom<Event>('start', 'start', 'end', 'end', 'asyncStart', 'asyncEnd', 'error'),
    steps: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: steps })
  })
  const entering = Array.from({ length: STORAGES }, (_, storage) =>
    fc.option(fc.record({ op: fc.constant('enterWith' as const), storage: fc.constant(storage), value }), { nil: [] }))
  return fc.record({
    storages: fc.array(kind, { minLength: STORAGES, maxLength: STORAGES }),
    subscribers: fc.array(subscriber, { maxLength: 5 }),
    bindings: fc.oneof(
      { weight: 3, arbitrary: fc.array(bind, { minLength: 1, maxLength: 7, size: 'large' }) },
      { weight: 1, arbitrary: boundTogether }
    ),
    rehearsed: fc.boolean(),
    entered: fc.tuple(...entering).map((steps) => steps.flat()),
    steps: fc.array(step, { minLength: 1, maxLength: 8, size: 'large' }),
    firstOpenedFirst: fc.boolean(),
    timer: fc.constantFrom('immediate' as const, 'immediate' as const, 'immediate' as const, 'timeout' as const)
  }).map(({ storages, subscribers, firstOpenedFirst, timer, steps, ...beginning }: any): Sequence => ({
    storages, firstOpenedFirst, timer,
    subscribers: subscribers.map(({ steps }: any) => ({ steps, writes: false })),
    steps: beginWith({ ...beginning as Beginning, subscribed: subscribers.map(subscribe) }, steps)
  }))
}

function subscribe({ traced, event }: { traced: number, event: Event }, subscriber: number): Step {
  return { op: 'subscribe', traced, event, by: 'channel', subscriber }
}
