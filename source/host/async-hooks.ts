import asyncHooks from 'node:async_hooks'

/**
 * What `node:async_hooks` has when tracescope is loaded: a program may put others there, which the host does not use.
 */
export const { AsyncLocalStorage, AsyncResource, executionAsyncResource } = asyncHooks
