import { invalidArgType, invalidArgValue } from '../errors.js'

/** Whose behaviour the host's own tracing channels have while the shim is installed. */
export type TracingBehaviour = 'host' | 'node26'

/** What `install` takes. */
export interface InstallOptions {
  /** Whether `AsyncLocalStorage#run`, `enterWith`, `exit` and `withScope` enter in one step too. */
  readonly storages?: boolean | undefined
  /** Whose behaviour the host's tracing channels have: `'host'`, their own, or `'node26'`, that of Node 26.10. */
  readonly behaviour?: TracingBehaviour | undefined
}

/** The options that there are. */
export const INSTALL_OPTIONS: readonly string[] = ['storages', 'behaviour'] satisfies Array<keyof InstallOptions>

const BEHAVIOURS: readonly string[] = ['host', 'node26'] satisfies TracingBehaviour[]

/** Throws Node's own kind of `TypeError` for options that are of another type or of no known value. */
export function assertInstallOptions(options: unknown): asserts options is InstallOptions {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options)
  const { storages, behaviour } = options as Record<keyof InstallOptions, unknown>
  if (
    storages !== undefined && typeof storages !== 'boolean'
  ) throw invalidArgType('options.storages', 'of type boolean', storages)
  if (behaviour === undefined) return
  if (typeof behaviour !== 'string') throw invalidArgType('options.behaviour', 'of type string', behaviour)
  if (!BEHAVIOURS.includes(behaviour)) throw invalidArgValue('options.behaviour', BEHAVIOURS, behaviour)
}
