import fc, { type Arbitrary } from 'fast-check'
import { CAPTURES } from '../capture.js'
import { OUTCOMES } from './outcomes.js'
import {
  CONTEXTS, EVENTS, GARBAGE, MOMENTS, RESUMPTIONS, STORAGES, SUBSCRIBERS, type Scenario, type Step, type StorageKind
} from './steps.js'
import { VALUES } from './values.js'

/** What can be compared on a host. */
export interface Possible {
  /** What the shim hands to the host's own code: stores with methods of their own, what is bound without being one, and what is refused. */
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
const moment = fc.constantFrom(...MOMENTS)
const context = fc.constantFrom(...CONTEXTS)
const args = fc.array(value, { maxLength: 3 })

/** Random programs. */
export function scenarios({ hostsOwnCode }: Possible): Arbitrary<Scenario> {
  const { step, steps } = fc.letrec<{ steps: Step[], step: Step }>((tie) => {
    const body = tie('steps')
    const call = { traced, context, self: value, args, body }
    const onEvent = { traced, event }
    const transform = fc.oneof(
      fc.constantFrom('none' as const, 'none' as const, 'null' as const, 'text' as const),
      fc.record({ steps: fc.oneof(fc.constant([]), body), value: fc.oneof(value, op('message')) })
    )
    const subscription = { ...onEvent, by: fc.constantFrom('channel', 'channel', 'tracing', 'name'), subscriber: one(SUBSCRIBERS) }
    const callOfCallback = fc.record({ when: fc.oneof(fc.constant('now'), moment), error: fc.oneof(fc.constant('null'), value), result: value })
    const garbage = hostsOwnCode ? GARBAGE : GARBAGE.filter((call) => !/ this$|^Channel#bindStore$|^traceCallback$/.test(call))
    const positions = hostsOwnCode ? fc.oneof(fc.constantFrom(0, 0, 0, -1), fc.constantFrom('none', 'text', 'null', 1, -2, 1.5, 9)) : fc.constant(0)
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
      { weight: 1, arbitrary: fc.record({ op: op('open'), scope: op('withScope'), storage, value }) },
      { weight: 1, arbitrary: fc.record({ op: op('open'), scope: op('withStoreScope'), ...onEvent, context }) },
      { weight: 1, arbitrary: fc.record({ op: op('open'), scope: op('boundedWithScope'), traced, context }) },
      { weight: 2, arbitrary: fc.record({ op: op('dispose'), nth: fc.nat(2) }) },
      { weight: 2, arbitrary: fc.record({ op: op('resume'), nth: fc.nat(2), by: fc.constantFrom('next' as const, 'next' as const, ...RESUMPTIONS), value }) },
      { weight: 3, arbitrary: fc.record({ op: op('call'), nth: fc.nat(2) }) },
      { weight: 3, arbitrary: fc.record({ op: op('garbage'), ...onEvent, call: fc.constantFrom(...garbage), args: fc.array(value, { maxLength: 4 }) }) }
    ]
    const nested: Array<fc.WeightedArbitrary<any>> = [
      { weight: 4, arbitrary: fc.record({ op: op('bind'), traced, event: boundEvent, storage, transform }) },
      { weight: 2, arbitrary: fc.record({ op: op('try'), body }) },
      { weight: 2, arbitrary: fc.record({ op: op('later'), when: moment, body }) },
      { weight: 3, arbitrary: fc.record({ op: op('generator', 'async generator', 'async'), before: body, after: body, value }) },
      { weight: 3, arbitrary: fc.record({ op: op('capture'), by: fc.constantFrom(...CAPTURES), body }) },
      { weight: 7, arbitrary: fc.record({ op: op('traceSync'), ...call, result: value }) },
      { weight: 10, arbitrary: fc.record({ op: op('tracePromise'), ...call, outcome: fc.constantFrom(...OUTCOMES), value, followed: fc.boolean() }) },
      {
        weight: 8,
        arbitrary: fc.record({
          op: op('traceCallback'), ...call,
          position: positions, at: callbackAt, calls: fc.array(callOfCallback, { maxLength: 3 }), callback: body, result: value
        })
      },
      { weight: 2, arbitrary: fc.record({ op: op('runStores'), ...call, event: boundEvent, result: value }) },
      { weight: 2, arbitrary: fc.record({ op: op('boundedRun'), ...call, result: value }) },
      { weight: 1, arbitrary: fc.record({ op: op('run', 'exit'), storage, value, body }) }
    ]
    return {
      step: fc.oneof({ maxDepth: 3, depthIdentifier: 'steps' }, { weight: 30, arbitrary: fc.oneof(...leaf) }, { weight: 40, arbitrary: fc.oneof(...nested) }),
      steps: fc.array(tie('step'), { maxLength: 3, depthIdentifier: 'steps' })
    }
  }) as { step: Arbitrary<Step>, steps: Arbitrary<Step[]> }
  const kind: Arbitrary<StorageKind> = fc.oneof(
    { weight: 12, arbitrary: fc.constant('plain' as const) },
    { weight: 1, arbitrary: fc.constant('default' as const) },
    ...hostsOwnCode ? [{ weight: 2, arbitrary: fc.constantFrom<StorageKind>('subclass', 'agent', 'run only', 'scope only') }] : []
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
  }).map(({ before, steps, ...parts }) => ({ ...parts, steps: [...before, ...steps] })) as Arbitrary<Scenario>
}
