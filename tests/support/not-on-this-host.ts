import { AsyncLocalStorage } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'

const usesAsyncHooks = '_enable' in AsyncLocalStorage.prototype
const hasDefaultValues = new (AsyncLocalStorage as any)({ defaultValue: 1 }).getStore() !== undefined

/** Scenarios that a host makes end otherwise than on 26.10 by what its storages and channels do, whoever traces; each with the reason. */
export const NOT_ON_THIS_HOST: Readonly<Record<string, string>> = {
  ...!hasDefaultValues && {
    runScopeDefaultValue: 'no default values',
    defaultValueOutside: 'no default values'
  },
  ...usesAsyncHooks && {
    storageIsDisabledWhileRunning: 'async_hooks under AsyncLocalStorage',
    storageSubclasses: 'async_hooks under AsyncLocalStorage'
  },
  ...publishFollowsChanges() && {
    subscribersChangeWhilePublishing: 'publish() calls who subscribes meanwhile'
  }
}

const NOT_A_FUNCTION = 'Function.prototype.apply was called on undefined, which is undefined and not a function'
const notAFunctionHere = messageOf(() => Reflect.apply(undefined as any, undefined, []))

/** A transcript of 26.10 with the message that this host's V8 has for calling what is no function. */
export function inWordsOfThisHost(lines: readonly string[]): string[] {
  return lines.map((line) => line.replaceAll(NOT_A_FUNCTION, notAFunctionHere))
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

function messageOf(throwing: () => unknown): string {
  try {
    throwing()
  } catch (error) {
    return (error as Error).message
  }
  throw new Error('nothing was thrown')
}
