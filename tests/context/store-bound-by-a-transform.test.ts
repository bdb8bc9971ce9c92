import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { tracingChannel } from 'tracescope'

// A transform binds a store that has methods of its own to the channel whose stores are being entered.

let names = 0

/** Traces once, with a store that fails when it is entered for the nth time, and gives what was thrown. */
function traceWithFailing(
  nth: number
): { thrown: unknown, failing: AsyncLocalStorage<unknown>, plain: AsyncLocalStorage<unknown> } {
  const traced = tracingChannel(`bound-by-a-transform-${names++}`)
  const plain = new AsyncLocalStorage<unknown>()
  const failing = new AsyncLocalStorage<unknown>()
  const { enterWith } = failing
  let entered = 0
  failing.enterWith = (value) => {
    if (++entered === nth) throw new Error('from enterWith')
    Reflect.apply(enterWith, failing, [value])
  }
  traced.start.bindStore(plain, () => {
    traced.start.bindStore(failing, () => 'bound late')
    return 'plain'
  })
  try {
    traced.traceSync(() => {}, {})
    return { thrown: undefined, failing, plain }
  } catch (error) {
    return { thrown: error, failing, plain }
  }
}

t.test('it is entered and left by its own methods', async (t) => {
  const { thrown, failing, plain } = traceWithFailing(Infinity)
  t.equal(thrown, undefined)
  t.equal(plain.getStore(), undefined)
  t.equal(failing.getStore(), undefined)
})

t.test('what it throws when it is left reaches the caller, ' +
  'and traces around and after are left as they should', async (t) => {
  const outer = tracingChannel('around-a-failing-store')
  const around = new AsyncLocalStorage<unknown>()
  outer.start.bindStore(around, () => 'around')
  const values: unknown[] = []
  outer.traceSync(() => {
    const { thrown, plain } = traceWithFailing(2)
    t.match(thrown, { message: 'from enterWith' })
    values.push(plain.getStore(), around.getStore())
  }, {})
  values.push(around.getStore())
  outer.traceSync(() => { values.push(around.getStore()) }, {})
  values.push(around.getStore())
  t.same(values, [undefined, 'around', undefined, 'around', undefined])
})
