/**
 * The two manners in which hosts enter the stores bound to a channel.
 *
 * - `scope` (Node 26): in the order of binding, each as `store.withScope(value)` would; a transform that is falsy
 *   counts as none. A transform may bind and unbind stores of its own channel, and those are heeded at once.
 * - `run` (Node up to 25): last bound first, each as `store.run(value, …)` would, which does not enter a value that is
 *   current already; only an `undefined` transform counts as none.
 */
export type Manner = 'scope' | 'run'
