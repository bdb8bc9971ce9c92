import { checkEnvironment } from './environment-check.js'
import { announceStrictMode, aroundInstallation, strictMode as strictModeInProcess } from './registry.js'
import { whySitesAreHidden } from './strict/call-sites.js'
import { strictMode, watchHost } from './strict/strict-mode.js'

// Strict mode: preloaded by `node --import tracescope/strict` or `node --require tracescope/strict`, or imported in the
// set-up of tests. With TRACESCOPE_STRICT=throw misuses are thrown where they can be; with that or `exit` the process
// fails.

checkEnvironment()

const hidden = whySitesAreHidden()

// As an ES module and by require() it is loaded twice.
if (hidden !== undefined) {
  process.emitWarning(`tracescope/strict checks nothing in this process: ${hidden}, ` +
    "so it can't see where scopes are opened")
} else if (strictModeInProcess() === undefined) {
  aroundInstallation(() => {
    watchHost()
    announceStrictMode(strictMode)
  })
}

/**
 * Gives what strict mode has reported since it was last asked for: for a hook of a test runner, `afterEach`. It waits
 * for the end of the turn. A scope that is still open then, and whose disposer nobody has taken, counts as forgotten.
 *
 * @returns errors with a `code`, and the place of the misuse as `detail` and in the `stack`
 */
export async function takeReports(): Promise<Error[]> {
  return await strictModeInProcess()?.takeReports?.() ?? []
}
