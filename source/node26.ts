import type {
  BoundedChannel as Bounded, BoundedChannelCollection, BoundedChannelConstructor, RunScope
} from './index.js'

// `tracescope/node26`: types of what `install({ behaviour: 'node26' })` adds to the host's own modules, for @types/node
// up to 25, which does not know it, and of the class BoundedChannel, of which 26 has the instances alone. There is
// nothing in it but types. Asked for by `import type {} from 'tracescope/node26'` anywhere in a program, or by
// `"types": ["node", "tracescope/node26"]` in its tsconfig.json.

declare module 'diagnostics_channel' {
  // Without the type parameters of Channel, which are not the same in all versions of @types/node. `runStores` tells
  // the message.
  interface Channel {
    /** Enters the bound stores for a message, and publishes it; disposing the scope restores the stores. */
    withStoreScope(message: Parameters<this['runStores']>[0]): Disposable
  }

  /** Makes a bounded channel: see `boundedChannel` of tracescope. */
  function boundedChannel<ContextType extends object = any>(
    nameOrChannels: string | BoundedChannelCollection<ContextType>
  ): Bounded<ContextType>

  /**
   * The class of bounded channels, for `new`, `extends` and `instanceof`. The type of its instances has its name in
   * tracescope.
   */
  var BoundedChannel: BoundedChannelConstructor
}

// By both names: @types/node up to 25 re-exports the first by the second, and 26 the second by the first, where it has
// an interface of the same name, which a variable only joins in the module itself.
declare module 'node:diagnostics_channel' {
  /**
   * The class of bounded channels, for `new`, `extends` and `instanceof`. The type of its instances has its name in
   * tracescope.
   */
  var BoundedChannel: BoundedChannelConstructor
}

declare module 'async_hooks' {
  interface AsyncLocalStorage<T> {
    /** Enters a value until the scope is disposed. */
    withScope(store: T): RunScope
  }
}
