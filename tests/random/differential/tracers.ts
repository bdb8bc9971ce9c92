import nodeDiagnosticsChannel, { type Channel } from 'node:diagnostics_channel'
import type { AsyncLocalStorage } from 'node:async_hooks'
import { hostBoundedChannel, hostHasStoreScopes, hostHasWithScope } from '../../support/host.js'
import { referenceTraces, withScope as referenceWithScope } from './reference.js'

/** The channels of a trace. */
export type FiveChannels = Readonly<Record<'start' | 'end' | 'asyncStart' | 'asyncEnd' | 'error', Channel>>

/** What can be done on five channels. What is missing can't be done by that tracer on this host. */
export interface Traces {
  traceSync(context: any, fn: () => unknown): any
  tracePromise(context: any, fn: () => any): any
  traceCallback(context: any, fn: (callback: (...args: any[]) => unknown) => unknown, callback: (...args: any[]) => unknown): any
  boundedRun?(context: any, fn: () => unknown): any
  boundedWithScope?(context: any): Disposable
  withStoreScope?(message: any): Disposable
}

/** Someone who does the tracing. */
export interface Tracer {
  on(channels: FiveChannels): Traces
  withScope?(storage: AsyncLocalStorage<any>, value: unknown): Disposable
  /** Done before and after a sequence. */
  begin?(): void
  end?(): void
}

/** `storages`: the shim, with the host's AsyncLocalStorage replaced too. */
export type TracerName = 'host' | 'shim' | 'storages' | 'api' | 'reference'

type Tracescope = typeof import('tracescope')

/** The tracers of a process, made with a tracescope that is loaded already. */
export function makeTracers(tracescope: Tracescope): Readonly<Record<TracerName, Tracer>> {
  const host: Tracer = {
    on: (channels) => tracesBy(nodeDiagnosticsChannel, hostBoundedChannel, channels, hostHasStoreScopes ? (message) => (channels.start as any).withStoreScope(message) : undefined),
    ...hostHasWithScope && { withScope: (storage: any, value: unknown) => storage.withScope(value) }
  }
  let installation: Disposable | undefined
  const installed = (options: object): Tracer => ({
    ...host,
    begin() { installation = tracescope.install(options) },
    end() { installation?.[Symbol.dispose]() }
  })
  const shim = installed({})
  const storages = installed({ storages: true })
  const api: Tracer = {
    on: (channels) => tracesBy(tracescope, tracescope.boundedChannel, channels, (message) => tracescope.withStoreScope(channels.start, message)),
    withScope: tracescope.withScope
  }
  const reference: Tracer = { on: referenceTraces, withScope: referenceWithScope }
  return { host, shim, storages, api, reference }
}

function tracesBy(
  library: { tracingChannel(channels: any): any },
  boundedChannel: ((channels: any) => any) | undefined,
  channels: FiveChannels,
  withStoreScope: ((message: any) => Disposable) | undefined
): Traces {
  const traced = library.tracingChannel(channels)
  const bounded = boundedChannel?.(channels)
  return {
    traceSync: (context, fn) => traced.traceSync(fn, context),
    tracePromise: (context, fn) => traced.tracePromise(fn, context),
    traceCallback: (context, fn, callback) => traced.traceCallback(fn, 0, context, undefined, callback),
    ...bounded && {
      boundedRun: (context: any, fn: () => unknown) => bounded.run(context, fn),
      boundedWithScope: (context: any) => bounded.withScope(context)
    },
    ...withStoreScope && { withStoreScope }
  }
}
