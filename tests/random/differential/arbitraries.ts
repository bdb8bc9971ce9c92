import fc, { type Arbitrary } from 'fast-check'
import { hostHasWithScope } from '../../support/host.js'
import { CHANNELS, MESSAGES, STORAGES, VALUES, type BoundTransform, type Delay, type Event, type Scope, type Sequence, type Step, type StorageKind } from './steps.js'

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

const one = (count: number): Arbitrary<number> => fc.nat(count - 1)
/** The first more often than the last: things have to meet. */
const oneOfFirst = (count: number): Arbitrary<number> =>
  fc.oneof(...Array.from({ length: count }, (_, nth) => ({ weight: 2 ** (count - nth), arbitrary: fc.constant(nth) })))
const storage = oneOfFirst(STORAGES)
const channel = oneOfFirst(CHANNELS)
const onChannel = { channel, message: one(MESSAGES) }
const value = one(VALUES.length)
const nth = oneOfFirst(3)
const delay = fc.constantFrom<Delay>('promise', 'microtask', 'tick', 'timer')
const method = fc.constantFrom('run' as const, 'enterWith' as const, 'getStore' as const, ...hostHasWithScope ? ['withScope' as const] : [])
const boundEvent = fc.constantFrom<Event>('start', 'start', 'start', 'asyncStart')

/** Random programs of what is possible. */
export function sequences({ scopes, storeScopes, ownMethods, runOnly, runStores, thenables }: Possible): Arbitrary<Sequence> {
  const scope: Arbitrary<Scope> = !scopes ? fc.constant({ op: 'nothing' as const }) : fc.oneof(
    fc.record({ op: fc.constant('withScope' as const), storage, value }),
    ...storeScopes ? [fc.record({ op: fc.constantFrom('withStoreScope' as const, 'boundedWithScope' as const), ...onChannel })] : []
  )
  const { steps, step, bind } = fc.letrec<{ steps: Step[], step: Step, bind: Extract<Step, { op: 'bind' }>, transform: BoundTransform }>((tie) => {
    const body = tie('steps')
    const op = <const Op extends string>(...ops: Op[]): Arbitrary<Op> => fc.constantFrom(...ops)
    const unbind = fc.record({ op: op('unbind'), channel, event: boundEvent, storage })
    const leaf: Array<fc.WeightedArbitrary<Step>> = [
      { weight: 1, arbitrary: fc.record({ op: op('look') }) },
      { weight: 2, arbitrary: fc.record({ op: op('throw') }) },
      { weight: 5, arbitrary: fc.record({ op: op('enterWith'), storage, value }) },
      { weight: 4, arbitrary: fc.record({ op: op('disable'), storage }) },
      ...scopes ? [
        { weight: 4, arbitrary: fc.record({ op: op('open'), scope }) },
        { weight: 5, arbitrary: fc.record({ op: op('dispose'), nth, again: fc.constantFrom(false, false, false, true) }) }
      ] : [],
      { weight: 2, arbitrary: fc.record({ op: op('resume'), nth }) },
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
      { weight: 1, arbitrary: fc.record({ op: op('resume'), nth }) }
    ).map((step) => [step]))
    const rebinding = fc.array(fc.oneof(tie('bind'), unbind, fc.record({ op: op('throw') })), { minLength: 1, maxLength: 3 })
    const nested: Array<fc.WeightedArbitrary<Step>> = [
      { weight: 2, arbitrary: fc.record({ op: op('try'), body }) },
      { weight: 3, arbitrary: fc.record({ op: op('run'), storage, value, body }) },
      { weight: 1, arbitrary: fc.record({ op: op('exit'), storage, body }) },
      { weight: 6, arbitrary: fc.record({ op: op('traceSync'), ...onChannel, body }) },
      ...runStores ? [{ weight: 3, arbitrary: fc.record({ op: op('runStores'), ...onChannel, body }) }] : [],
      ...storeScopes ? [{ weight: 2, arbitrary: fc.record({ op: op('boundedRun'), ...onChannel, body }) }] : [],
      { weight: 2, arbitrary: fc.record({ op: op('tracePromise'), ...onChannel, result: op('resolved', 'rejected', 'later', ...thenables ? ['thenable' as const] : []), body, after: body }) },
      { weight: 2, arbitrary: fc.record({ op: op('traceCallback'), ...onChannel, when: fc.oneof(fc.constant('now' as const), delay), body, callback: body }) },
      ...scopes ? [{ weight: 3, arbitrary: fc.record({ op: op('using'), scope, body }) }] : [],
      { weight: 2, arbitrary: fc.record({ op: op('generator'), scope, before: body, after: body }) },
      { weight: 6, arbitrary: fc.record({ op: op('capture'), by: op('snapshot', 'bind', 'resource'), body: elsewhere }) },
      { weight: 3, arbitrary: fc.record({ op: op('later'), by: delay, body: elsewhere }) },
      { weight: 1, arbitrary: fc.record({ op: op('async'), before: body, after: body }) },
      { weight: 1, arbitrary: tie('bind') }
    ]
    return {
      bind: fc.record({ op: op('bind'), channel, event: boundEvent, storage, transform: tie('transform') }),
      transform: fc.oneof(
        { weight: 2, arbitrary: fc.constant('none' as const) },
        { weight: 1, arbitrary: fc.constant('null' as const) },
        // Stores bound together have none: with these, every second binding has a transform.
        { weight: 5, arbitrary: fc.record({ steps: fc.oneof(body, elsewhere, rebinding), value: fc.option(value) }) }
      ),
      step: fc.oneof({ maxDepth: 5, depthIdentifier: 'steps' }, { weight: 40, arbitrary: fc.oneof(...leaf) }, { weight: 40, arbitrary: fc.oneof(...nested) }),
      steps: fc.array(tie('step'), { maxLength: 4, depthIdentifier: 'steps', size: 'medium' })
    }
  }) as any
  const kind: Arbitrary<StorageKind> = fc.oneof(
    { weight: 12, arbitrary: fc.constant('plain' as const) },
    { weight: 2, arbitrary: fc.constant('default' as const) },
    ...ownMethods ? [{ weight: 1, arbitrary: fc.constantFrom('subclass' as const, 'agent' as const) }] : [],
    ...runOnly ? [{ weight: 1, arbitrary: fc.constant('run only' as const) }] : []
  )
  // Stores that need nothing but to be entered, as agents bind them.
  const boundTogether = fc.record({ channel, storages: fc.subarray([...Array(STORAGES).keys()], { minLength: 2 }) })
    .map(({ channel, storages }) => storages.map((storage) => ({ op: 'bind' as const, channel, event: 'start' as const, storage, transform: 'none' as const })))
  return fc.record({
    storages: fc.array(kind, { minLength: STORAGES, maxLength: STORAGES }),
    subscribers: fc.array(fc.record({
      channel,
      event: fc.constantFrom<Event>('start', 'start', 'end', 'end', 'asyncStart', 'asyncEnd', 'error'),
      steps: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: steps })
    }), { maxLength: 5 }),
    bindings: fc.oneof({ weight: 3, arbitrary: fc.array(bind, { minLength: 1, maxLength: 7, size: 'large' }) }, { weight: 1, arbitrary: boundTogether }),
    rehearsed: fc.boolean(),
    entered: fc.tuple(...Array.from({ length: STORAGES }, (_, storage) => fc.option(fc.record({ op: fc.constant('enterWith' as const), storage: fc.constant(storage), value }))))
      .map((steps) => steps.filter((step) => step !== null)),
    steps: fc.array(step, { minLength: 1, maxLength: 8, size: 'large' }),
    firstOpenedFirst: fc.boolean(),
    timer: fc.constantFrom('immediate' as const, 'immediate' as const, 'immediate' as const, 'timeout' as const)
  }) as Arbitrary<Sequence>
}
