// Preloaded by `node --import tracescope/register` or `node --require tracescope/register`. With TRACESCOPE_STORAGES=1 the
// host's own AsyncLocalStorage takes the fast path too.
import { install } from './index.js'

install({ storages: process.env['TRACESCOPE_STORAGES'] === '1' })
