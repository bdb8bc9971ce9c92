import { portable } from './portable.js'
import type { ContextWay } from './way.js'

/** The way into the asynchronous context that is used in this process. */
export const way: ContextWay = portable
