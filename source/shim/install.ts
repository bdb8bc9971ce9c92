import { Shim } from './shim.js'

/** An installed shim. */
export interface Installation extends Disposable {
  /** Puts every property of the host back as it was. Does nothing the second time. */
  uninstall(): void
}

// Where all copies of the package in this process look for the one installation, as signal-exit does.
const INSTALLATION = Symbol.for('tracescope.installation')
const registry = globalThis as { [INSTALLATION]?: Installation | undefined }

/**
 * Lets the host's own tracing channels take the closure-free path, for every user of `node:diagnostics_channel` in this
 * process: channels made before and after, by whatever way the module was loaded. The host behaves as without it, in the
 * way of its own version.
 *
 * Installing again gives the installation there is, also from another copy of the package. On a host that tracescope
 * does not understand, nothing is changed.
 *
 * @returns the installation, with `uninstall()` and `[Symbol.dispose]()`
 */
export function install(): Installation {
  return registry[INSTALLATION] ??= newInstallation()
}

function newInstallation(): Installation {
  const shim = Shim.install()
  const uninstall = (): void => {
    shim?.uninstall()
    if (registry[INSTALLATION] === installation) delete registry[INSTALLATION]
  }
  const installation = { uninstall, [Symbol.dispose]: uninstall }
  return installation
}
