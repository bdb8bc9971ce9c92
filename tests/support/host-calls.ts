import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { EVENTS } from './traced.js'
import { hostBoundedChannel, hostHasStoreScopes } from './host.js'

/** One of the host's methods that the shim replaces, called by its name. */
export type HostMethod =
  | 'runStores' | 'withStoreScope' | 'traceSync' | 'tracePromise' | 'traceCallback' | 'withScope' | 'run'

let count = 0

/** A storage that is not plain: it has a method of its own. */
export class OwnStorage extends AsyncLocalStorage<unknown> {
  override getStore(): unknown {
    return super.getStore()
  }
}

/**
 * A tracing channel of the host with a store bound to start and asyncStart, and a subscriber on every event; what
 * happens is written down.
 */
export class HostCalls {
  readonly channel: any = tracingChannel(`host-calls-${count++}`)
  log: string[] = []
  #stack = ''

  constructor(store = new AsyncLocalStorage<unknown>()) {
    this.channel.start.subscribe(() => { this.#stack = wholeStack() })
    for (const event of ['start', 'asyncStart']) this.channel[event].bindStore(store, () => 'entered')
    for (const event of EVENTS) this.channel[event].subscribe(() => this.log.push(`${event} ${store.getStore()}`))
  }

  /** What a call of a method writes down. */
  async logOf(method: HostMethod): Promise<string[]> {
    this.log = []
    await this.#call(method, () => this.log.push('fn'))
    return [...this.log]
  }

  /** Whether the host's own method is what runs when it is called: it is on the stack when start is published. */
  async isDoneByHost(method: HostMethod): Promise<boolean> {
    await this.logOf(method)
    return new RegExp(`\\b${method} \\(node:diagnostics_channel:`).test(this.#stack)
  }

  /** What a call of each method that the host has writes down. */
  async logOfAll(): Promise<Record<string, string[]>> {
    const all: Record<string, string[]> = {}
    const onHosts: readonly HostMethod[] = hostHasStoreScopes ? ['withStoreScope', 'withScope', 'run'] : []
    const methods = ['runStores', 'traceSync', 'tracePromise', 'traceCallback', ...onHosts] as const
    for (const method of methods) all[method] = await this.logOf(method)
    return all
  }

  #call(method: HostMethod, fn: () => unknown): unknown {
    const traced = this.channel
    switch (method) {
      case 'runStores': return traced.start.runStores({}, fn)
      case 'withStoreScope': return inScope(traced.start.withStoreScope({}), fn)
      case 'traceSync': return traced.traceSync(fn, {})
      case 'tracePromise': return traced.tracePromise(async () => fn(), {})
      case 'traceCallback': return traced.traceCallback((callback: () => unknown) => callback(), 0, {}, undefined, fn)
      case 'withScope': return inScope(hostBoundedChannel!(traced).withScope({}), fn)
      case 'run': return hostBoundedChannel!(traced).run({}, fn)
    }
  }
}

function inScope(scope: Disposable, fn: () => unknown): void {
  using _scope = scope
  fn()
}

function wholeStack(): string {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = Infinity
  const { stack } = new Error()
  Error.stackTraceLimit = stackTraceLimit
  return stack!
}
