/** What an installation lets strict mode do. */
export const AROUND = Symbol.for('tracescope.around')

// Where all copies of the package in this process look for the one installation, as signal-exit does.
export const INSTALLATION = Symbol.for('tracescope.installation')

interface Around {
  /** Takes everything back while strict mode changes the host. */
  [AROUND](change: () => void): void
}

/** Changes the host as it is beneath the shim, if that is installed. */
export function aroundInstallation(change: () => void): void {
  const installation = (globalThis as { [INSTALLATION]?: Around })[INSTALLATION]
  if (installation === undefined) change()
  else installation[AROUND](change)
}
