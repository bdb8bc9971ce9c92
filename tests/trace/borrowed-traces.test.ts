import diagnosticsChannel from 'node:diagnostics_channel'
import t from 'tap'
import { install } from 'tracescope'
import { isNode } from '../support/host.js'
import { hostTracesCrash } from '../support/run-program.js'

// A trace that is called on something else than a tracing channel of the host's is refused where the host refuses it.

const skip = (!isNode || hostTracesCrash) && 'there is no shim here, or no host to compare it with'
const TRACES = ['traceSync', 'tracePromise', 'traceCallback'] as const

function borrow(prefix: string): string[] {
  const log: string[] = []
  const traced: any = diagnosticsChannel.tracingChannel(`borrowed-traces ${prefix}`)
  const { start, end, asyncStart, asyncEnd, error } = traced
  const inherited = new (class extends traced.constructor {} as any)(`borrowed-traces ${prefix}`)
  for (const event of ['start', 'end', 'asyncStart', 'asyncEnd', 'error']) traced[event].subscribe(() =>
    log.push(event))
  const channels = { start, end, asyncStart, asyncEnd, error }
  const others: Record<string, unknown> = {
    'a channel': traced, 'of a subclass': inherited,
    'the channels': { hasSubscribers: true, ...channels }, 'the channels, idle': { hasSubscribers: false },
    'the heir of a channel': Object.create(traced),
    'an heir with channels': Object.create(traced, Object.getOwnPropertyDescriptors(channels)),
    'null': null, 'undefined': undefined, 'a number': 1, 'a proxy': new Proxy(traced, {})
  }
  for (const [name, self] of Object.entries(others)) {
    for (const method of TRACES) {
      log.push(`${method} of ${name}`)
      try {
        const args = method === 'traceCallback' ? [0, {}, undefined, () => log.push('called back')] : [{}]
        traced[method].call(
          self,
          (callback: unknown) => { log.push('called'); if (callback) (callback as any)(); return { then() {} } },
          ...args
        )
      } catch (error) {
        log.push(`threw ${(error as Error).name}: ${(error as Error).message}`)
      }
    }
  }
  return log
}

t.test('traces that are borrowed', { skip }, async (t) => {
  const stock = borrow('by the host')
  const installation = install()
  t.teardown(() => installation.uninstall())
  t.ok(stock.length > 30)
  t.same(borrow('by the shim'), stock)
})
