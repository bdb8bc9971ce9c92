import diagnosticsChannel, { Channel, tracingChannel } from 'node:diagnostics_channel'
import { Object, sourceTextOf } from '../primordials.js'
import { unwatched } from '../registry.js'
import { newChannel } from './unlisted-channel.js'

// The host's methods are written as those of a class, where wrappers are mostly functions; a proxy and a bound function
// say nothing of themselves.
const METHOD = /^(?!function\b)\w+\(/

// Names that only the host's own code can see, in the methods that tracescope stands in for; or the host's call of the
// function that it is given, where a wrapper calls what it wraps. They are looked for one by one: a regular expression
// of them all takes V8 a quarter of a millisecond to make.
const INTERNALS = [
  'AsyncContextFrame', 'kResourceStore', 'RunScope', 'RunStoresScope', 'BoundedChannelScope', 'markActive',
  'triggerUncaughtException', 'ReflectApply(fn, thisArg, args)', 'ReflectApply(callback, null, args)',
  'ReflectApply(fn, null, args)', 'ReflectApply(callback, thisArg, args)'
]

/**
 * Whether a method is the host's own, rather than one that someone put in its place before tracescope was loaded: that
 * one has to be called, for what it does besides.
 */
export function isHostsOwn(method: unknown): boolean {
  const own = unwatched(method)
  if (typeof own !== 'function') return false
  const code = codeOf(own)
  return METHOD.test(code) && INTERNALS.some((name) => mentions(code, name))
}

const WORD = /\w/

/** Whether a name stands in a text, and not as a part of a longer one. */
function mentions(text: string, name: string): boolean {
  const at = text.indexOf(name)
  return at >= 0 && !WORD.test(text.charAt(at - 1)) && !WORD.test(text.charAt(at + name.length))
}

// The same of Bun and Deno, whose class of storages and whose active channels are written in JavaScript, too.
const INTERNALS_ELSEWHERE = [
  /\b(frameMutations|isMasked|wrapStoreRun)\b|\bset\(push\(without\(get\(\), this\), this, \w+\)\)/,
  /\bthis\.#variable\b|\bthis\._subscribers;.*\?\.length ?\|\| ?0\b/s
]
// And of their traces: nobody else can write Bun's `.@apply`, and Deno's code, which is minified, is known by what it
// does first.
const TRACES_ELSEWHERE = /\.@apply\(|\bthis\.hasSubscribers\)\{return \w+\(\w+,\w+,\w+\)\}const\{start:/

/** Whether a method is the own one of this host, whichever host that is. */
export function isOfThisHost(method: unknown): boolean {
  if (isHostsOwn(method)) return true
  const code = typeof method === 'function' ? codeOf(method) : ''
  return METHOD.test(code) &&
    (INTERNALS_ELSEWHERE.some((internals) => internals.test(code)) || TRACES_ELSEWHERE.test(code))
}

/** What a method is written as. */
export function codeOf(method: unknown): string {
  return sourceTextOf(unwatched(method) as Function)
}

const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error']

/**
 * Makes a tracing channel of the host's, of channels that nobody else has, to find out by trying how the host traces.
 */
export function newTracingChannel(): any {
  return tracingChannel(Object.fromEntries(EVENTS.map((event) => [event, newChannel()])) as any)
}

/** The prototypes that the host's channels inherit from, which is where its methods can be reached for everyone. */
export interface HostPrototypes {
  /** Of a channel without subscribers and stores. */
  readonly inactiveChannel: any
  /** Of a channel that has some: the host swaps the prototype. */
  readonly activeChannel: any
  readonly tracingChannel: any
  /** Since Node 26.3. */
  readonly boundedChannel: any
}

/** Finds the host's prototypes, or `undefined` when it is not built that way. */
export function findPrototypes(): HostPrototypes | undefined {
  const active = newChannel()
  const subscriber = () => {}
  active.subscribe(subscriber)
  const activeChannel = Object.getPrototypeOf(active)
  active.unsubscribe(subscriber)
  const inactiveChannel = Object.getPrototypeOf(active)
  if (activeChannel === inactiveChannel || inactiveChannel !== Channel.prototype) return undefined
  return {
    inactiveChannel,
    activeChannel,
    tracingChannel: Object.getPrototypeOf(newTracingChannel()),
    boundedChannel: (diagnosticsChannel as any).BoundedChannel?.prototype
  }
}

/**
 * Whether there is a method of the host's own that a shim could replace, as `isOwn` knows them: those of Node, or of
 * any host that is known. Without the traces what else Node 26 has would be half of it.
 */
export function hasMethods(
  { activeChannel, tracingChannel }: HostPrototypes, isOwn: (method: unknown) => boolean
): boolean {
  const { traceSync, tracePromise, traceCallback } = tracingChannel
  return [activeChannel.runStores, traceSync, tracePromise, traceCallback].some(isOwn)
}

/**
 * Whether the host's objects are of this realm. If not, tracescope was loaded in a vm context, and makes others than
 * the host.
 */
export const hostIsOfThisRealm = Channel instanceof Function

/**
 * Whether the host enters stores by `run`, in closures (Node up to 26.2), rather than by `withScope`. Another copy of
 * tracescope may have given its channels a `withStoreScope`; its tracing channels still have their channels themselves.
 */
export const entersByRun = !('withStoreScope' in Channel.prototype) || Object.hasOwn(newTracingChannel(), 'start')

/**
 * Whether the host's own traces work. Node 26 uses `DisposableStack` in them, and `using`; without
 * `--js-explicit-resource-management` they bring the process down.
 */
export const hostTracesWork = entersByRun || typeof globalThis.DisposableStack === 'function'
