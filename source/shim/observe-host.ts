import diagnosticsChannel from 'node:diagnostics_channel'
import type { EnterStyle } from '../context/backend.js'
import { codeOf, entersByRun, hostTracesWork, isHostsOwn, newTracingChannel } from '../host/methods.js'
import { newChannel } from '../host/unlisted-channel.js'
import { Object } from '../primordials.js'
import type { Semantics } from '../trace/semantics.js'
import { newContext } from '../trace/traces.js'

const { boundedChannel } = diagnosticsChannel as { boundedChannel?: (channels: object) => any }

/** What the host's own traces were seen to do. */
export interface HostBehaviour {
  readonly style: EnterStyle
  readonly windowsCanBeSilent: boolean
  readonly returnsFromCallback: boolean
  /**
   * What tracePromise does with a thenable: has a native promise made of it and chains that (Node up to 25), gives it
   * back as it is (26.10), or something else, which is left to the host.
   */
  readonly thenables: 'converted' | 'kept' | undefined
  /** What its semantics have of their own: those of Deno. */
  readonly semantics?: Partial<Semantics>
  /** What each trace takes for a context that is left out. */
  readonly defaultContexts: Readonly<Record<'traceSync' | 'tracePromise' | 'traceCallback' | 'withScope', () => object>>
}

/**
 * Finds out by trying how the host traces, on channels that nobody else has. `undefined` where it does something that
 * tracescope does not know.
 */
export function observeHost(): HostBehaviour | undefined {
  // These would bring the process down, so they are never called, here or later: what they would do is known.
  if (!hostTracesWork) return NODE_26
  const style = observeStyle()
  if (style === undefined) return undefined
  const traced = newTracingChannel()
  traced.error.subscribe(() => {})
  return {
    style,
    returnsFromCallback: observeCallbackResult(traced),
    thenables: observeThenable(traced),
    // From then on it has another subscriber.
    windowsCanBeSilent: observeSilentWindow(traced),
    defaultContexts: {
      traceSync: observeDefaultContext((traced) => traced.traceSync(() => {})),
      tracePromise: observeDefaultContext((traced) => traced.tracePromise(() => ({ then() {} }))),
      traceCallback: observeDefaultContext((traced) =>
        traced.traceCallback(() => {}, 0, undefined, undefined, () => {})),
      withScope: boundedChannel === undefined ? newObject
        : observeDefaultContext((traced) => boundedChannel(traced).withScope()[Symbol.dispose]())
    }
  }
}

/**
 * What a host does that is to behave as Node 26.10, but for the frozen default contexts there: traces can't write to
 * them.
 */
export function asNode26(host: HostBehaviour): HostBehaviour {
  return {
    ...NODE_26, style: host.style,
    defaultContexts: { ...NODE_26.defaultContexts, traceCallback: newContext, withScope: newObject }
  }
}

const EMPTY = Object.freeze(newContext())

const NODE_26: HostBehaviour = {
  style: 'scope',
  windowsCanBeSilent: true,
  returnsFromCallback: true,
  thenables: 'kept',
  defaultContexts: {
    traceSync: newContext,
    tracePromise: newContext,
    traceCallback: shared(EMPTY),
    withScope: shared(EMPTY)
  }
}

function observeStyle(): EnterStyle | undefined {
  const order: string[] = []
  const store = (name: string): any => ({
    run(_value: unknown, fn: () => unknown) { order.push(`run ${name}`); return fn() },
    withScope() { order.push(`scope ${name}`); return { [Symbol.dispose]() {} } }
  })
  const probed = newChannel()
  probed.bindStore(store('first'))
  probed.bindStore(store('second'))
  probed.runStores({}, () => {})
  const seen = order.join(', ')
  if (seen === 'run second, run first' && entersByRun) return 'run'
  if (seen === 'scope first, scope second' && !entersByRun) return 'scope'
  return undefined
}

function observeSilentWindow(traced: any): boolean {
  let published = false
  traced.traceSync(() => traced.end.subscribe(() => { published = true }))
  return !published
}

function observeCallbackResult(traced: any): boolean {
  return traced.traceCallback((callback: () => unknown) => callback(), 0, {}, undefined, () => true) === true
}

function observeThenable(traced: any): 'converted' | 'kept' | undefined {
  // What someone has put there is left alone anyway.
  if (!isHostsOwn(traced.tracePromise)) return undefined
  // Seen in the code: to try it would make promises, whose jobs were still to come when the program begins.
  if (CONVERTS.test(codeOf(traced.tracePromise))) return 'converted'
  let calls = 0
  const thenable = { then() { calls++; return {} } }
  const result = traced.tracePromise(() => thenable, {})
  return result === thenable && calls === 1 ? 'kept' : undefined
}

const CONVERTS =
  /\bpromise = PromiseResolve\(promise\);\s*\}\s*return PromisePrototypeThen\(promise, resolve, reject\);/

/**
 * What a trace that is called without a context has for one. Where windows are opened by `runStores`, the trace ends
 * there.
 */
function observeDefaultContext(trace: (traced: any) => unknown): () => object {
  let context: object = {}
  const note = (message: object): void => { context = message }
  const traced = newTracingChannel()
  traced.start.subscribe(note)
  if (entersByRun) Object.defineProperty(traced.start, 'runStores', { value: note })
  trace(traced)
  if (Object.isFrozen(context)) return shared(context)
  return Object.getPrototypeOf(context) === null ? newContext : newObject
}

function newObject(): object {
  return {}
}

function shared(context: object): () => object {
  return () => context
}
