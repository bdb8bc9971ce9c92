import { AsyncLocalStorage } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import { hostTakesDefaultForUndefined, isNode, runKeepsOthers } from './host.js'

const usesAsyncHooks = '_enable' in AsyncLocalStorage.prototype
const hasDefaultValues = new (AsyncLocalStorage as any)({ defaultValue: 1 }).getStore() !== undefined

/**
 * Scenarios that a host makes end otherwise than on 26.10 by what its storages and channels do, whoever traces; each
 * with the reason.
 */
export const NOT_ON_THIS_HOST: Readonly<Record<string, string>> = {
  ...!hasDefaultValues && {
    runScopeDefaultValue: 'no default values',
    defaultValueOutside: 'no default values',
    severalWithADefault: 'no default values',
    defaultValueAfterUndefined: 'no default values'
  },
  ...hostTakesDefaultForUndefined && {
    runScopeDefaultValue: 'the host takes the default value for undefined',
    severalWithADefault: 'the host takes the default value for undefined',
    defaultValueAfterUndefined: 'the host takes the default value for undefined'
  },
  ...!runCallsOnNull() && {
    storageRuns: 'AsyncLocalStorage#run calls on undefined, as the global object has it'
  },
  ...usesAsyncHooks && isNode && {
    storageIsDisabledWhileRunning: 'async_hooks under AsyncLocalStorage',
    // A storage is disabled in every context there.
    disabledInAKeptContextLater: 'async_hooks under AsyncLocalStorage',
    disabledInAKeptContextMeanwhile: 'async_hooks under AsyncLocalStorage',
    disabledInTheFrameAroundTheTrace: 'async_hooks under AsyncLocalStorage',
    disabledOutsideAfterTheTrace: 'async_hooks under AsyncLocalStorage',
    disabledWhileATransformThatThrewKeepsItsContext: 'async_hooks under AsyncLocalStorage',
    exitsInAKeptContext: 'async_hooks under AsyncLocalStorage',
    // A snapshot keeps a resource, and what is entered in it stays on that.
    enteredInAKeptContext: 'async_hooks under AsyncLocalStorage',
    transformDisablesAndEntersAnotherStore: 'async_hooks under AsyncLocalStorage',
    transformDisablesAnotherStore: 'async_hooks under AsyncLocalStorage'
  },
  ...keptContextsOutliveDisable() && {
    // A storage that is disabled has its values in all contexts again once it is used.
    disabledInAKeptContextLater: 'disable() changes no context',
    disabledInAKeptContextMeanwhile: 'disable() changes no context',
    disabledInTheFrameAroundTheTrace: 'disable() changes no context',
    disabledOutsideAfterTheTrace: 'disable() changes no context',
    disabledWhileATransformThatThrewKeepsItsContext: 'disable() changes no context',
    exitsInAKeptContext: 'disable() changes no context',
    transformDisablesAndEntersAnotherStore: 'disable() changes no context',
    transformDisablesAnotherStore: 'disable() changes no context'
  },
  ...'Bun' in globalThis && {
    contextKeptByATransformThatThrows: 'what surfaces on the next tick may come before a promise job',
    disabledWhileATransformThatThrewKeepsItsContext: 'what surfaces on the next tick may come before a promise job'
  },
  ...proxiesAreStorages() && {
    proxyAmongSeveral: 'a Proxy around a storage is as good as the storage'
  },
  ...!runIsMadeOfEnterWith() && {
    storageSubclasses: 'AsyncLocalStorage#run goes past enterWith and getStore'
  },
  ...!runKeepsOthers() && {
    storageIsDisabledWhileRunning: 'AsyncLocalStorage#run puts the whole context back',
    storageRuns: 'AsyncLocalStorage#run puts the whole context back',
    storageRunsWithTheSameValue: 'AsyncLocalStorage#run puts the whole context back',
    storageSubclasses: 'AsyncLocalStorage#run puts the whole context back'
  },
  ...publishFollowsChanges() && {
    subscribersChangeWhilePublishing: 'publish() calls who subscribes meanwhile',
    subscribersAreReplacedWhilePublishing: 'publish() calls who subscribes meanwhile'
  }
}

const NOT_A_FUNCTION = 'Function.prototype.apply was called on undefined, which is undefined and not a function'
const notAFunctionHere = messageOf(() => Reflect.apply(undefined as any, undefined, []))

/** A transcript of 26.10 with the message that this host's V8 has for calling what is no function. */
export function inWordsOfThisHost(lines: readonly string[]): string[] {
  return lines.map((line) => line.replaceAll(NOT_A_FUNCTION, notAFunctionHere))
}

/** Whether a storage keeps nothing in private fields that it is asked for without a value. */
function proxiesAreStorages(): boolean {
  try {
    return new Proxy(new AsyncLocalStorage(), {}).getStore() === undefined
  } catch {
    return false
  }
}

/** Whether a storage that is used again after `disable()` has the values that it had in kept contexts: Deno. */
function keptContextsOutliveDisable(): boolean {
  if (usesAsyncHooks) return false
  const storage = new AsyncLocalStorage<number>()
  const kept = storage.run(1, () => AsyncLocalStorage.snapshot())
  kept(() => storage.disable())
  const value = storage.run(2, () => kept(() => storage.getStore()))
  storage.disable()
  return value === 1
}

/** Node up to 20.13 publishes to a list that subscribe() and unsubscribe() change in place. */
function publishFollowsChanges(): boolean {
  let follows = false
  const probed = channel(Symbol('support.probe'))
  const late = (): void => { follows = true }
  const first = (): void => probed.subscribe(late)
  probed.subscribe(first)
  probed.publish(undefined)
  return follows
}

/** Whether AsyncLocalStorage#run calls the storage's own enterWith: with AsyncContextFrame. */
function runIsMadeOfEnterWith(): boolean {
  let called = false
  class Storage extends AsyncLocalStorage<number> {
    override enterWith(value: number): void {
      called = true
      super.enterWith(value)
    }
  }
  new Storage().run(1, () => {})
  return called
}

/** Whether AsyncLocalStorage#run calls its function on `null`. */
function runCallsOnNull(): boolean {
  return new AsyncLocalStorage().run(1, function (this: unknown) { return this }) === null
}

function messageOf(throwing: () => unknown): string {
  try {
    throwing()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
