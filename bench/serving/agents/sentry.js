// @ts-check
import { tracingChannel } from 'node:diagnostics_channel'
import { requireAgent } from '../packages.js'
import { DATABASE_CHANNELS, INSTRUMENTATIONS } from './instrumentations.js'

/** What would have been sent last: it is made, and kept until the next is. @type {unknown} */
export let kept

/** Sentry's SDK as it is, with a transport that keeps what it is given. It binds the channels of the database client by its own helper. */
export function startSentry() {
  const Sentry = requireAgent('@sentry/node')
  const { bindTracingChannelToSpan } = requireAgent('@sentry/server-utils')
  Sentry.init({
    // Nobody is asked.
    dsn: 'http://key@127.0.0.1:1/1',
    tracesSampleRate: 1,
    transport: () => Sentry.createTransport({ recordDroppedEvent() {} }, async (/** @type {{ body: unknown }} */ { body }) => {
      kept = body
      return { statusCode: 200 }
    })
  })
  for (const channel of DATABASE_CHANNELS) {
    const { name, begun } = INSTRUMENTATIONS[channel]
    bindTracingChannelToSpan(tracingChannel(channel), (/** @type {any} */ message) => {
      return Sentry.startInactiveSpan({ name: name(message), onlyIfParent: true, attributes: begun(message) })
    }, {})
  }
}
