import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { tracingChannel } from 'tracescope'

// A store whose methods are getters, as a program may define them, is asked for them by a trace: what they unbind is
// entered no more, and the trace goes on.

for (const name of ['run', 'enterWith'] as const) {
  t.test(`a getter of ${name}`, async (t) => {
    const traced = tracingChannel(`getter-unbinds-another ${name}`)
    const [first, second] = [new AsyncLocalStorage(), new AsyncLocalStorage()]
    const { [name]: method } = first
    let isAsked = false
    for (const storage of [first, second]) traced.start.bindStore(storage)
    Object.defineProperty(first, name, {
      get() {
        if (!isAsked) traced.start.unbindStore(second)
        isAsked = true
        return method
      }
    })
    const context = {}
    t.same(traced.traceSync(() => [first.getStore() === context, second.getStore()], context), [true, undefined])
    t.ok(isAsked)
  })
}
