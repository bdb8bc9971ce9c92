import { install } from './index.js'

// Preloaded by `node --import tracescope/register` or `node --require tracescope/register`. With TRACESCOPE_STORAGES=1 the
// host's own AsyncLocalStorage takes the fast path too; with TRACESCOPE_BEHAVIOUR=node26 tracing channels behave as those of
// Node 26.10.

const behaviour = process.env['TRACESCOPE_BEHAVIOUR'] || 'host'
const isKnown = behaviour === 'host' || behaviour === 'node26'
// Whoever mistypes it has a program that runs as ever, and hears of it.
if (!isKnown) process.emitWarning(`TRACESCOPE_BEHAVIOUR must be one of host, node26; it is '${behaviour}', and host is used`)

install({ storages: process.env['TRACESCOPE_STORAGES'] === '1', behaviour: isKnown ? behaviour : 'host' })
