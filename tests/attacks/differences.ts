/** Functions that have another effect than on stock when they are replaced, by their paths. */
export interface Difference {
  readonly reason: string
  readonly paths: readonly string[]
}

/** Every difference that is accepted where a function is replaced after the package was loaded, whoever traces. */
export const DIFFERENCES: readonly Difference[] = [
  {
    reason: 'the host\'s traces make scopes, and leave them by what a program can replace; the shim makes none',
    paths: [
      'DisposableStack', 'DisposableStack.prototype.use', 'DisposableStack.prototype.move',
      'DisposableStack.prototype[Symbol.dispose]', 'prototype of scope.dispose', 'prototype of scope[Symbol.dispose]'
    ]
  },
  {
    reason: 'the host walks over the stores of a channel by it; the shim walks over a list',
    paths: ['prototype of map iterator.next', 'prototype of prototype of array iterator[Symbol.iterator]']
  },
  {
    reason: 'the host copies the arguments of traceCallback by methods of arrays that ask for a constructor; ' +
      'the shim by none of them',
    paths: ['get Array[Symbol.species]', 'Array.prototype.constructor']
  },
  {
    reason: 'the host keeps the channels of its traces in private fields; the shim has to ask for them',
    paths: ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => `get TracingChannel.prototype.${event}`)
  },
  {
    reason: 'who asks a channel for subscribers asks each of the five, and not always as often as the host',
    paths: [
      'ActiveChannel', 'TracingChannel', 'diagnostics_channel.Channel', 'diagnostics_channel.BoundedChannel'
    ].map((name) => `get ${name}.prototype.hasSubscribers`)
  },
  {
    reason: 'the host words its complaint about a callback by it; the shim by others',
    paths: ['String.prototype.endsWith']
  },
  {
    reason: 'the API stands on what node:diagnostics_channel exports',
    paths: [
      'diagnostics_channel.channel', 'diagnostics_channel.Channel', 'diagnostics_channel.Channel[Symbol.hasInstance]'
    ]
  },
  {
    reason: 'V8 itself calls it when the stack of an error is read, and the API writes the code of its errors there',
    paths: ['Error.prepareStackTrace']
  }
]

/**
 * What once made a difference, because it was read when a trace ran, a function was instrumented, or a call refused:
 * replaced in every run.
 */
export const ONCE_READ: readonly string[] = [
  'Reflect.apply', 'Reflect.construct', 'Object.is', 'Object.defineProperty', 'Math.trunc', 'WeakMap.prototype.get',
  'WeakMap.prototype.set', 'Map.prototype.set', 'Function.prototype.toString', 'Function.prototype.bind',
  'Function.prototype.call', 'Promise', 'Promise.prototype.then', 'Promise.resolve', 'Symbol',
  ...['at', 'push', 'pop', 'find', 'includes', 'every'].map((name) => `Array.prototype.${name}`),
  'prototype of array iterator.next', 'Array.prototype[Symbol.iterator]', 'String.prototype.includes',
  'String.prototype.replace', 'RegExp.prototype.exec', 'RegExp.prototype[Symbol.replace]',
  ...['dotAll', 'flags', 'global', 'hasIndices', 'ignoreCase', 'multiline', 'sticky', 'unicode', 'unicodeSets']
    .map((flag) => `get RegExp.prototype.${flag}`),
  'async_hooks.AsyncLocalStorage', 'async_hooks.executionAsyncResource',
  'async_hooks.AsyncLocalStorage.prototype._enable', 'async_hooks.AsyncLocalStorage.prototype._propagate'
]
