/** A context: what each storage has in it, under a number of the storage. It is replaced rather than changed. */
export type Mapping = Record<string | number, unknown>

/** How a host lets its whole context be read and set. An empty one may be `undefined`. */
export interface HostContext {
  current(): Mapping | undefined
  set(context: Mapping | undefined): void
}

interface DenoInternals {
  readonly core?: { readonly getAsyncContext?: HostContext['current'], readonly setAsyncContext?: HostContext['set'] }
}

/**
 * Deno's: by the internals that it shows under a symbol of its own, `Deno[Deno.internal]`, whatever may be in there. A
 * getter that refuses them is as good as none.
 */
export function findHostContext(): HostContext | undefined {
  try {
    const { Deno } = globalThis as { Deno?: { readonly internal?: symbol } & Record<symbol, DenoInternals | undefined> }
    const { getAsyncContext: current, setAsyncContext: set } = Deno?.[Deno.internal!]?.core ?? {}
    return typeof current === 'function' && typeof set === 'function' ? { current, set } : undefined
  } catch {
    return undefined
  }
}
