import { invalidArgType } from '../invalid-arg-type.js'
import { FastStorages } from './fast-storages.js'
import { Shim } from './shim.js'

/** What {@link install} takes. */
export interface InstallOptions {
  /** Whether `AsyncLocalStorage#run`, `exit` and `withScope` enter in one step too. */
  readonly storages?: boolean | undefined
}

/** An installed shim. */
export interface Installation extends Disposable {
  /**
   * Puts every property of the host back as it was, but for methods that someone else has wrapped or replaced since: what
   * they have put there stays, and where it calls the shim's, that one only passes on to the host's from now on.
   *
   * Calling it again puts back what has been unwrapped since, and does nothing else.
   *
   * @returns those methods, e.g. `['TracingChannel#traceSync']`; empty when nothing is left of the shim
   */
  uninstall(): string[]
}

/** What another copy of the package asks of an installation. */
interface OwnInstallation extends Installation {
  [EXTEND](options: InstallOptions): void
}

const EXTEND = Symbol.for('tracescope.extend')

// Where all copies of the package in this process look for the one installation, as signal-exit does.
const INSTALLATION = Symbol.for('tracescope.installation')
const registry = globalThis as { [INSTALLATION]?: OwnInstallation | undefined }

/**
 * Lets the host's own tracing channels take the closure-free path, for every user of `node:diagnostics_channel` in this
 * process: channels made before and after, by whatever way the module was loaded. The host behaves as without it, in the
 * way of its own version.
 *
 * Installing again gives the installation there is, with what the options add, also from another copy of the package. On
 * a host that tracescope does not understand, nothing is changed.
 *
 * @param options `{ storages: true }` lets the host's own `AsyncLocalStorage#run`, `exit` and `withScope` enter their value
 *   in one step too, where they copy the whole context twice: on hosts with AsyncContextFrame
 * @returns the installation, with `uninstall()` and `[Symbol.dispose]()`
 * @throws TypeError `ERR_INVALID_ARG_TYPE` when an option is of another type
 */
export function install(options: InstallOptions = {}): Installation {
  if (typeof options !== 'object' || options === null) throw invalidArgType('options', 'of type object', options)
  if (options.storages !== undefined && typeof options.storages !== 'boolean') {
    throw invalidArgType('options.storages', 'of type boolean', options.storages)
  }
  const installation = registry[INSTALLATION] ??= newInstallation()
  installation[EXTEND](options)
  return installation
}

function newInstallation(): OwnInstallation {
  const shim = Shim.install()
  let storages: FastStorages | undefined
  const uninstall = (): string[] => {
    const left = [...shim?.uninstall() ?? [], ...storages?.uninstall() ?? []]
    if (registry[INSTALLATION] === installation) delete registry[INSTALLATION]
    return left
  }
  const extend = (options: InstallOptions): void => {
    if (options.storages) storages ??= FastStorages.install()
  }
  const installation = { uninstall, [Symbol.dispose]: uninstall, [EXTEND]: extend }
  return installation
}
