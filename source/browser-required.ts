import silent from './browser.js'

// What `require()` gets by the condition `browser`: Jest's jsdom names no other, and has the channels of Node beneath.
// The live part is a file of its own, and asked for in a way that bundlers don't follow: in a browser there is none of
// it.

/** The module object of CommonJS. */
declare const module: { require?(path: string): { readonly live?: typeof import('./live.js').live } } | undefined

function requireLive(): typeof import('./live.js').live {
  try {
    const { require: load } = module!
    return Reflect.apply(load!, module, ['./live.js']).live
  } catch {
    return undefined
  }
}

const api = { ...silent, ...requireLive() }

export const {
  BoundedChannel, boundedChannel, Channel, channel, contextBackend, hasSubscribers, install, instrument, isolate,
  RunScope, subscribe, TracingChannel, tracingChannel, unsubscribe, withScope, withStoreScope
} = api

export default api
