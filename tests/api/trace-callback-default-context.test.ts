import t from 'tap'
import { tracingChannel } from 'tracescope'

t.test('traceCallback without a context gives each call a new object, which gets its result', async (t) => {
  const traced = tracingChannel('default-context')
  const messages: any[] = []
  traced.subscribe({ start: (message: any) => messages.push(message) })
  const fn = (callback: any) => callback(null, 'result')
  t.equal(traced.traceCallback(fn, 0, undefined, undefined, () => 'from the callback'), 'from the callback')
  traced.traceCallback(fn, 0, undefined, undefined, () => {})
  t.same(messages.map(({ result }) => result), ['result', 'result'])
  t.not(messages[0], messages[1])
  t.equal(Object.getPrototypeOf(messages[0]), null, 'without prototype, as traceSync and tracePromise give')
})
