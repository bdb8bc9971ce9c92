import { way } from './host/context/way-in-use.js'

/**
 * How stores are entered in this process, found out by trying when tracescope is loaded:
 *
 * - `'frame'`: one new AsyncContextFrame for all stores of a trace, left by a pointer (Node 24 and later)
 * - `'resource'`: on the current resource of async_hooks, looked up once (Node 20 and 22)
 * - `'portable'`: by the storages' public methods, on any other host
 *
 * The environment variable `TRACESCOPE_CONTEXT` forces one of them; loading tracescope throws when it can't be used.
 */
export const contextBackend: 'frame' | 'resource' | 'portable' = way.name
