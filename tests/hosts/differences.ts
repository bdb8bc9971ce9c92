/** Scenarios that end otherwise than on Node 26.10. */
export interface Difference {
  readonly reason: string
  /** The names of the hosts in `scenario-hosts.ts`. */
  readonly hosts: RegExp
  readonly scenarios: readonly string[]
}

/** All that is otherwise on a host, by what makes it so. A scenario may have several reasons. */
export const DIFFERENCES: readonly Difference[] = [
  {
    reason: 'traceCallback gets a new object for a context that is left out: 26.10 passes a frozen one, and throws',
    hosts: /./,
    scenarios: ['callbackWithoutContext']
  },
  {
    reason: "the API never calls a then that is not Promise's own",
    hosts: /^(?!.*node26)/,
    scenarios: ['promiseOfThenable', 'publishOfAsyncStartThrows']
  },
  {
    reason: 'what is no function is refused before anything is published',
    hosts: /^(?!.*node26)/,
    scenarios: ['syncNotAFunction']
  },
  {
    reason: 'AsyncLocalStorage#run calls on undefined, and goes past enterWith and getStore',
    hosts: /^Bun/,
    scenarios: ['storageRuns', 'storageSubclasses']
  },
  {
    reason: 'a tracing channel has its channels in properties of its own, which can be listed',
    hosts: /^Bun, node26/,
    scenarios: ['everyoneElseSees']
  },
  {
    reason: 'the host takes the default value for undefined',
    hosts: /^Deno/,
    scenarios: ['runScopeDefaultValue', 'defaultValueAfterUndefined', 'severalWithADefault']
  },
  {
    reason: 'disable() changes no context: a storage has its values in all of them again once it is used',
    hosts: /^Deno/,
    scenarios: [
      'disabledInAKeptContextLater', 'disabledInAKeptContextMeanwhile', 'disabledInTheFrameAroundTheTrace',
      'disabledOutsideAfterTheTrace', 'disabledWhileATransformThatThrewKeepsItsContext', 'exitsInAKeptContext',
      'transformDisablesAndEntersAnotherStore', 'transformDisablesAnotherStore'
    ]
  },
  {
    reason: 'AsyncLocalStorage#run puts the whole context back',
    hosts: /^Deno/,
    scenarios: ['storageIsDisabledWhileRunning', 'storageRuns', 'storageRunsWithTheSameValue']
  },
  {
    reason: 'AsyncLocalStorage#run goes past enterWith and getStore',
    hosts: /^(Deno|workerd)/,
    scenarios: ['storageSubclasses']
  },
  {
    reason: 'the class of the scopes has another name',
    hosts: /, live part$/,
    scenarios: ['bounded', 'storeScope']
  },
  {
    reason: 'a scope is looked at when it is left',
    hosts: /, live part$/,
    scenarios: ['scopeIsChangedWhileItIsOpen', 'storeGivesNoScope']
  },
  {
    reason: 'where two errors meet, the last one alone is thrown',
    hosts: /, live part$/,
    scenarios: [
      'oneStoreFailsWhenLeft', 'severalStoresFailWhenLeft', 'storesFailWhenTheContinuationIsLeft',
      'storeFailsWhenAnotherCanNotBeEntered', 'storeThatATransformBindsFailsWhenLeft',
      'storeThatATransformChangesFailsWhenLeft'
    ]
  },
  {
    reason: 'subscribers are called past a publish that someone has put on a channel',
    hosts: /, live part$/,
    scenarios: ['publishOfEndFails', 'publishOfErrorFails', 'publishOfStartFails']
  },
  {
    reason: "the host can't enter a storage without a function: enterWith(), disable() and scopes throw",
    hosts: /^workerd/,
    scenarios: [
      'runScope', 'runScopeDefaultValue', 'runScopeOutOfOrder', 'defaultValueAfterUndefined', 'oneHasAValueOutside',
      'scopeOfSeveral', 'severalChangedInside', 'severalWithADefault', 'undefinedForSeveral',
      'storageIsDisabledWhileRunning', 'storageRuns', 'storageRunsWithTheSameValue', 'asyncWorkKeepsTheStores',
      'disabledInside', 'enteredInside', 'neverEntered', 'sameValueAsOutside', 'transformThrows', 'syncStackOverflow',
      'contextKeptByAPromiseJob', 'contextKeptByAResource', 'contextKeptByASnapshot', 'contextKeptByATimer',
      'contextKeptByAnAsyncGenerator', 'contextsMadeFromAKeptOne', 'disabledInAKeptContextLater',
      'disabledInAKeptContextMeanwhile', 'disabledInTheFrameAroundTheTrace', 'disabledOutsideAfterTheTrace',
      'disabledWhileATransformThatThrewKeepsItsContext', 'enteredInAKeptContext', 'exitsInAKeptContext',
      'subscriberKeepsWhatATransformDoesNot', 'transformBindsAnotherInItsPlace',
      'transformDisablesAndEntersAnotherStore', 'transformDisablesAnotherStore', 'transformEntersAnotherStore',
      'transformTracesAnotherChannel'
    ]
  },
  {
    reason: 'the host enters stores by a run of its own, and calls no methods of theirs',
    hosts: /^workerd/,
    scenarios: ['patchedSinceTheLastTrace', 'ownMethodsAreUsed', 'storeThatThrows']
  },
  {
    reason: 'the host enters the stores that were bound when it began',
    hosts: /^workerd/,
    scenarios: ['storesChangeInATransform', 'transformBindsAStoreAgain', 'transformBindsItsOwnStoreAnew']
  },
  {
    reason: 'a trace that nobody has subscribed to is published all the same: a Tail Worker may hear it',
    hosts: /^workerd/,
    scenarios: ['subscribedDuringAnIdleTrace', 'subscribedMeanwhile']
  },
  {
    reason: 'errors of the host are of another realm than the test',
    hosts: /^Jest/,
    scenarios: ['proxyAmongSeveral', 'storageRuns']
  },
  {
    reason: 'jsdom has no setImmediate',
    hosts: /^Jest/,
    scenarios: ['subscriberThrows']
  },
  {
    reason: 'a trace leaves the very frame current that was: a limit of docs/differences.md',
    hosts: /^Jest/,
    scenarios: ['disabledInTheFrameAroundTheTrace']
  }
]
