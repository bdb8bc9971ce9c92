import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { boundedChannel, tracingChannel } from 'tracescope'

// A storage may give something else than what it holds. What is current in it is what it gives: that is entered again
// after a call which has entered something, also where the host would say that the value was current before.

class Unwrapping extends AsyncLocalStorage<any> {
  override getStore(): unknown {
    return super.getStore()?.inner
  }

  held(): unknown {
    return super.getStore()
  }
}

let count = 0

for (const others of [0, 1]) {
  t.test(`what a call enters does not stay, with ${others} more bound`, async (t) => {
    const inner = {}
    const storage = new Unwrapping()
    const traced = tracingChannel<any>(`unwrapping-${count++}`)
    traced.start.bindStore(storage)
    if (others === 1) traced.start.bindStore(new AsyncLocalStorage<any>(), () => 'other')
    const fn = (_callback?: () => void): void => storage.enterWith('entered in the call')
    const calls: Record<string, (message: object) => unknown> = {
      traceSync: (message) => traced.traceSync(fn, message),
      tracePromise: (message) => traced.tracePromise(async () => fn(), message),
      traceCallback: (message) => traced.traceCallback(fn, -1, message, undefined, () => {}),
      run: (message) => boundedChannel({ start: traced.start, end: traced.end }).run(message, fn)
    }
    for (const [name, call] of Object.entries(calls)) {
      const message = { inner }
      storage.run(message, () => {
        call(message)
        t.equal(storage.held(), inner, name)
      })
    }
    t.equal(storage.held(), undefined)
  })
}
