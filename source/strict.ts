// Strict mode: preloaded by `node --import tracescope/strict` or `node --require tracescope/strict`, or imported in the
// set-up of tests. With TRACESCOPE_STRICT=throw misuses are thrown where they can be.
import { announceStrictMode, strictMode as strictModeInProcess } from './copies.js'
import { aroundInstallation } from './shim/around-installation.js'
import { strictMode, watchHost } from './strict/strict-mode.js'

// As an ES module and by require() it is loaded twice.
if (strictModeInProcess() === undefined) {
  aroundInstallation(() => {
    watchHost()
    announceStrictMode(strictMode)
  })
}
