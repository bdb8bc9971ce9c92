// What is known to differ between versions of Node, or is easy to get wrong, and the scenarios that show it: those of
// `tests/scenarios` and of `tests/random/parity/scenarios`.

/** What differs between Node up to 25 and Node 26, and what else a version has of its own. */
const DIFFERS = {
  'tracePromise, of what is no thenable': [
    'promiseOfNoThenable', 'promiseOfNoThenableNobodyListens', 'promiseOfAnonymousNoThenable', 'warnings'
  ],
  'tracePromise, of a thenable': ['promiseOfThenable', 'rejectionsThatAreHandled'],
  'a `then` that throws': ['promiseOfThenable', 'rejectionsThatAreDropped'],
  'a subclass of Promise, a promise of another realm, or with another constructor': [
    'promiseOfThenable', 'promiseOfOtherPromises', 'rejectionsThatAreDropped', 'rejectionsThatAreHandled'
  ],
  'a native promise that is rejected, in which microtask': ['promiseRejected', 'awaited', 'rejectionsThatAreHandled'],
  'stores bound to asyncStart in tracePromise': ['promiseStores', 'storesInWhatComesLater', 'failuresOfTransforms'],
  'the order of bound stores': ['transformsSeeEarlierStores', 'storeShapedLikeOne'],
  'bindStore(store, null)': ['transformOfOtherKinds'],
  'by which method a store is entered': ['ownMethodsAreUsed', 'storeShapedLikeOne', 'storeThatThrows'],
  'the default context of traceSync and tracePromise': [
    'syncWithoutContext', 'promiseWithoutContext', 'messagesOfTracesWithoutContext'
  ],
  'the default context of traceCallback and of a bounded channel': [
    'callbackWithoutContext', 'messagesOfTracesWithoutContext'
  ],
  'what a callback returns': ['callbackSucceeds', 'messagesThatAreWatched'],
  'end subscribed in a trace that began with error or the async events alone': [
    'subscribedMeanwhile', 'subscribersThatComeLate'
  ],
  'where the channels of a tracing channel are': ['surfaceOfTracingChannels', 'everyoneElseSees'],
  'tracingChannel(null)': ['namesThatAreRefused'],
  'subscribe() with what is no function': ['subscribersThatAreRefused'],
  'publishing while subscribers come and go, on 20.13': [
    'listsThatChangeWhilePublishing', 'subscribersChangeWhilePublishing'
  ]
}

/** What is the same on every version. */
const SAME = {
  'whether a trace is live is decided when it begins': [
    'subscribedDuringAnIdleTrace', 'subscribersThatComeLate', 'subscribersThatComeInAContinuation',
    'subscribersThatLeaveEarly', 'unsubscribedMeanwhile'
  ],
  'a bound store alone makes a channel active': ['storeAloneMakesAChannelActive', 'aStoreAloneIsSomeoneWhoListens'],
  'transforms, stores, start, fn, error, end, and who sees the stores': [
    'transformsSeeEarlierStores', 'syncThrows', 'storesInWhatComesLater'
  ],
  'what fails in a transform or a subscriber': [
    'subscriberThrows', 'transformThrows', 'failuresOfSubscribers', 'failuresOfTransforms'
  ],
  'a function that is subscribed twice, and changes while publishing': [
    'subscribedTwice', 'subscribersChangeWhilePublishing', 'listsThatChangeWhilePublishing'
  ],
  'when traceCallback checks the callback, and where it looks for it': [
    'callbackMissing', 'callbackPositions', 'functionsThatAreRefused'
  ],
  'which errors a callback may be given, how often it may be called': [
    'callbackFails', 'callbackTwiceOrNever', 'callbackLater', 'callbackSucceeds'
  ],
  'what a native promise is, and that its rejection is reported once': [
    'promiseOfThenable', 'promiseOfOtherPromises', 'promiseRejectedAndDropped', 'rejectionsThatAreDropped',
    'rejectionsThatAreHandledLater'
  ],
  'channels are the same by name while someone is subscribed': ['channelsAreKeptWhileSubscribed'],
  'a context that is null': ['syncContexts', 'syncNobodyListens', 'messagesOfTracesWithoutContext'],
  'own keys, descriptors, prototypes, names and lengths': [
    'surfaceOfTheModule', 'surfaceOfChannels', 'surfaceOfTracingChannels', 'surfaceOfStorages',
    'methodsAreNoConstructors'
  ],
  'how channels are printed': ['channelsArePrinted'],
  'the stacks of errors': ['stacksOfErrors', 'stacksOfRejections', 'stacksSeenBySubscribers']
}

/** What there is to be seen since Node 26.3. */
const SCOPES = {
  'withScope, withStoreScope and boundedChannel': [
    'surfaceOfBoundedChannels', 'surfaceOfStorages', 'scopesAreDisposedInAnyOrder'
  ],
  'scopes that are disposed twice, or in any order': [
    'runScope', 'runScopeOutOfOrder', 'storeScope', 'bounded', 'scopesAreDisposedInAnyOrder'
  ],
  'withStoreScope on an inactive channel': ['storeScopeIdle', 'surfaceOfBoundedChannels'],
  'a scope opened before the first await of an async function': ['scopesOpenedInAnAsyncFunctionLeak']
}

/** Each thing that has to be shown, with the scenarios that show it. */
export const covered: Readonly<Record<string, readonly string[]>> = { ...DIFFERS, ...SAME, ...SCOPES }

/** Which of them are only seen where a channel has `withStoreScope`. */
export const needsStoreScopes: ReadonlySet<string> = new Set(Object.keys(SCOPES))
