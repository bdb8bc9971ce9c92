import type { BoundedChannelCollection } from './api/channel-types.js'
import type { BoundedChannel } from './api/bounded-channel.js'
import type { RunScope } from './context/run-scope.js'

// `tracescope/node26`: types of what `install({ behaviour: 'node26' })` adds to the host's own modules, for @types/node up to 25,
// which does not know it; the class BoundedChannel has its type in tracescope itself. There is nothing in it but types. Asked for by `import type {} from 'tracescope/node26'` anywhere in a
// program, or by `"types": ["node", "tracescope/node26"]` in its tsconfig.json.

declare module 'diagnostics_channel' {
  // Without the type parameters of Channel, which are not the same in all versions of @types/node. `runStores` tells the message.
  interface Channel {
    /** Enters the bound stores for a message, and publishes it; disposing the scope restores the stores. */
    withStoreScope(message: Parameters<this['runStores']>[0]): Disposable
  }

  /** Makes a bounded channel: see `boundedChannel` of tracescope. */
  function boundedChannel<ContextType extends object = any>(nameOrChannels: string | BoundedChannelCollection<ContextType>): BoundedChannel<ContextType>
}

declare module 'async_hooks' {
  interface AsyncLocalStorage<T> {
    /** Enters a value until the scope is disposed. */
    withScope(store: T): RunScope
  }
}
