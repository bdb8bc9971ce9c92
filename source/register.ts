// Preloaded by `node --import tracescope/register` or `node --require tracescope/register`.
import { install } from './index.js'

install()
