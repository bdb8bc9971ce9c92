import fc, { type Arbitrary } from 'fast-check'
import { CAPTURES } from '../world/capture.js'
import { GARBAGE } from '../world/garbage.js'
import { OUTCOMES } from '../world/outcomes.js'
import { EVENTS, MOMENTS, RESUMPTIONS, type ContextKind, type Scenario, type Step } from '../world/steps.js'
import type { StorageKind } from '../world/storages.js'
import { VALUES } from '../world/values.js'

const STORAGES = 3
const SUBSCRIBERS = 4

/** What can be compared on a host. */
export interface Possible {
  /**
   * What the shim hands to the host's own code: stores with methods of their own, what is bound without being one, and
   * what is refused.
   */
  readonly hostsOwnCode: boolean
}

/** The first more often than the last: things have to meet. */
const one = (count: number): Arbitrary<number> =>
  fc.oneof(...Array.from({ length: count }, (_, nth) => ({ weight: 2 ** (count - nth), arbitrary: fc.constant(nth) })))
const op = <const Op extends string>(...ops: Op[]): Arbitrary<Op> => fc.constantFrom(...ops)
// Mostly the same tracing channel.
const traced = fc.constantFrom(0, 0, 0, 0, 0, 1, 1, 2)
const storage = fc.nat(STORAGES - 1)
const event = fc.constantFrom(...EVENTS)
const boundEvent = fc.constantFrom('start', 'start', 'asyncStart', ...EVENTS)
const value = fc.constantFrom(...VALUES)
const nth = fc.nat(2)
const moment = fc.constantFrom(...MOMENTS)
const context = fc.constantFrom<ContextKind>(
  'object', 'none', 'object', 'again', 'first', 'bare', 'watched', 'frozen', 'failing', 'null', 'number', 'text'
)
const scope = fc.oneof(
  fc.record({ op: op('withScope'), storage, value }),
  fc.record({ op: op('withStoreScope'), traced, event, context }),
  fc.record({ op: op('boundedWithScope'), traced, context })
)
const noScope = fc.constant({ op: 'nothing' as const })
const noScopeOrOne = fc.oneof({ weight: 2, arbitrary: noScope }, { weight: 1, arbitrary: scope })
const agents = fc.constantFrom<StorageKind>('subclass', 'agent', 'run only', 'scope only')
const args = fc.array(value, { maxLength: 3 })

/** Random programs. */
export function scenarios({ hostsOwnCode }: Possible): Arbitrary<Scenario> {
  const { step, steps } = fc.letrec<{ steps: Step[], step: Step }>((tie) => {
    const body = tie('steps')
    const call = { traced, context, self: value, args, body }
    const pausing = { before: body, after: body, value }
    const onEvent = { traced, event }
    const transform = fc.oneof(
      fc.constantFrom('none' as const, 'none' as const, 'null' as const, 'text' as const),
      fc.record({ steps: fc.oneof(fc.constant([]), body), value: fc.oneof(value, op('message')) })
    )
    const by = fc.constantFrom('channel', 'channel', 'tracing', 'name')
    const subscription = { ...onEvent, by, subscriber: one(SUBSCRIBERS) }
    const callOfCallback = fc.record({
      when: fc.oneof(fc.constant('now'), moment), error: fc.oneof(fc.constant('null'), value), result: value
    })
    const ofHost = / this$|^Channel#bindStore$|^traceCallback$/
    const garbage = hostsOwnCode ? GARBAGE : GARBAGE.filter((call) => !ofHost.test(call))
    const anyPosition = fc.oneof(fc.constantFrom(0, 0, 0, -1), fc.constantFrom('none', 'text', 'null', 1, -2, 1.5, 9))
    const positions = hostsOwnCode ? anyPosition : fc.constant(0)
    const callbackAt = hostsOwnCode ? fc.constantFrom(0, 0, 0, 0, 1, -1) : fc.constant(0)
    const leaf: Array<fc.WeightedArbitrary<any>> = [
      { weight: 1, arbitrary: fc.record({ op: op('look') }) },
      { weight: 1, arbitrary: fc.record({ op: op('throw'), value }) },
      { weight: 1, arbitrary: fc.record({ op: op('inspect'), ...onEvent }) },
      { weight: 6, arbitrary: fc.record({ op: op('subscribe'), ...subscription }) },
      { weight: 3, arbitrary: fc.record({ op: op('unsubscribe'), ...subscription }) },
      { weight: 1, arbitrary: fc.record({ op: op('unbind'), traced, event: boundEvent, storage }) },
      { weight: 1, arbitrary: fc.record({ op: op('publish'), ...onEvent, context }) },
      { weight: 1, arbitrary: fc.record({ op: op('wrap'), ...onEvent, method: op('publish', 'runStores') }) },
      { weight: 3, arbitrary: fc.record({ op: op('enterWith'), storage, value }) },
      { weight: 2, arbitrary: fc.record({ op: op('disable'), storage }) },
      { weight: 3, arbitrary: fc.record({ op: op('open'), scope }) },
      { weight: 2, arbitrary: fc.record({ op: op('dispose'), nth, again: fc.nat(3).map((nth) => nth === 0) }) },
      { weight: 2, arbitrary: fc.record({ op: op('resume'), nth, by: op('next', 'next', ...RESUMPTIONS), value }) },
      { weight: 3, arbitrary: fc.record({ op: op('call'), nth }) },
      {
        weight: 3,
        arbitrary: fc.record({
          op: op('garbage'), ...onEvent, call: fc.constantFrom(...garbage), args: fc.array(value, { maxLength: 4 })
        })
      }
    ]
    const nested: Array<fc.WeightedArbitrary<any>> = [
      { weight: 4, arbitrary: fc.record({ op: op('bind'), traced, event: boundEvent, storage, transform }) },
      { weight: 2, arbitrary: fc.record({ op: op('try'), body }) },
      { weight: 2, arbitrary: fc.record({ op: op('later'), when: moment, body }) },
      {
        weight: 2,
        arbitrary: fc.record({ op: op('generator', 'async generator'), scope: noScopeOrOne, ...pausing })
      },
      { weight: 1, arbitrary: fc.record({ op: op('async'), ...pausing, followed: fc.boolean() }) },
      { weight: 1, arbitrary: fc.record({ op: op('using'), scope, body }) },
      { weight: 3, arbitrary: fc.record({ op: op('capture'), by: fc.constantFrom(...CAPTURES), body }) },
      { weight: 7, arbitrary: fc.record({ op: op('traceSync'), ...call, result: value }) },
      {
        weight: 10,
        arbitrary: fc.record({
          op: op('tracePromise'), ...call,
          outcome: fc.constantFrom(...OUTCOMES, 'after steps'), after: body, value, followed: fc.boolean()
        })
      },
      {
        weight: 8,
        arbitrary: fc.record({
          op: op('traceCallback'), ...call,
          position: positions, at: callbackAt, calls: fc.array(callOfCallback, { maxLength: 3 }), callback: body,
          result: value
        })
      },
      { weight: 2, arbitrary: fc.record({ op: op('runStores'), ...call, event: boundEvent, result: value }) },
      { weight: 2, arbitrary: fc.record({ op: op('boundedRun'), ...call, result: value }) },
      { weight: 1, arbitrary: fc.record({ op: op('run', 'exit'), storage, value, body }) }
    ]
    return {
      step: fc.oneof(
        { maxDepth: 3, depthIdentifier: 'steps' },
        { weight: 30, arbitrary: fc.oneof(...leaf) },
        { weight: 40, arbitrary: fc.oneof(...nested) }
      ),
      steps: fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'steps' })
    }
  }) as { step: Arbitrary<Step>, steps: Arbitrary<Step[]> }
  const kind: Arbitrary<StorageKind> = fc.oneof(
    { weight: 12, arbitrary: fc.constant('plain' as const) },
    { weight: 1, arbitrary: fc.constant('default' as const) },
    ...hostsOwnCode ? [{ weight: 2, arbitrary: agents }] : []
  )
  const subscribing = fc.record({ op: op('subscribe'), traced, event, by: op('channel'), subscriber: one(SUBSCRIBERS) })
  const simple = fc.oneof(fc.constant('none' as const), fc.record({ steps: fc.constant([]), value }))
  const binding = fc.record({ op: op('bind'), traced, event: boundEvent, storage, transform: simple })
  const subscriber = fc.record({
    steps: fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: steps }),
    writes: fc.nat(9).map((nth) => nth === 0)
  })
  return fc.record({
    storages: fc.array(kind, { minLength: STORAGES, maxLength: STORAGES }),
    subscribers: fc.array(subscriber, { minLength: SUBSCRIBERS, maxLength: SUBSCRIBERS }),
    before: fc.array(fc.oneof(subscribing, subscribing, binding), { minLength: 1, maxLength: 8, size: 'large' }),
    steps: fc.array(step, { minLength: 1, maxLength: 6, size: 'large' })
  }).map(({ before, steps, ...parts }) =>
    ({ ...parts, steps: [...before, ...steps], timer: 'immediate' })) as Arbitrary<Scenario>
}
