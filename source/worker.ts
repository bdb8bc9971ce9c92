import silent from './browser.js'
import { live } from './live.js'

// What bundlers and hosts take that name workerd, edge-light or deno among their conditions: the API over the channels
// and storages of the host, if there are any when it is asked, which conditions can't tell. Else what browsers have.
// The types are those of `index.ts`.

const api = { ...silent, ...live }

export const {
  BoundedChannel, boundedChannel, Channel, channel, contextBackend, hasSubscribers, install, instrument, isolate,
  RunScope, subscribe, TracingChannel, tracingChannel, unsubscribe, withScope, withStoreScope
} = api

export default api
