import { hostTracer } from '../world/host-tracer.js'
import type { Tracer } from '../world/ground.js'
import { reference } from './reference.js'

/** Someone who does the tracing, and may have to be installed. */
export interface InstalledTracer extends Tracer {
  /** Done before and after a sequence. */
  begin?(): void
  end?(): void
}

/** `storages`: the shim, with the host's AsyncLocalStorage replaced too. */
export type TracerName = 'host' | 'shim' | 'storages' | 'api' | 'reference'

type Tracescope = typeof import('tracescope')

/** The tracers of a process, made with a tracescope that is loaded already. */
export function makeTracers(tracescope: Tracescope): Readonly<Record<TracerName, InstalledTracer>> {
  let installation: Disposable | undefined
  const installed = (options: object): InstalledTracer => ({
    ...hostTracer,
    begin() { installation = tracescope.install(options) },
    end() { installation?.[Symbol.dispose]() }
  })
  const { tracingChannel, boundedChannel, withStoreScope, withScope } = tracescope
  return {
    host: hostTracer,
    shim: installed({}),
    storages: installed({ storages: true }),
    api: { tracingChannel, boundedChannel, withStoreScope, withScope } as Tracer,
    reference
  }
}
