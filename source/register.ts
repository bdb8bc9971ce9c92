import { debug } from './debug.js'
import { variable } from './environment.js'
import { install } from './index.js'

// Preloaded by `node --import tracescope/register` or `node --require tracescope/register`. With TRACESCOPE_STORAGES=1
// the host's own AsyncLocalStorage takes the fast path too; with TRACESCOPE_BEHAVIOUR=node26 tracing channels behave as
// those of Node 26.10; with TRACESCOPE=off all is left as it is.

if (variable('TRACESCOPE') === 'off') {
  debug('not installed: TRACESCOPE=off')
} else {
  install({ storages: variable('TRACESCOPE_STORAGES') === '1', behaviour: variable('TRACESCOPE_BEHAVIOUR') ?? 'host' })
}
