import type { Backend } from './backend.js'
import { portable } from './portable/portable-backend.js'

/** In place of `other-runtimes.ts`, where Node is the only host with anything better. */
export const backendOfOtherRuntimes = (): Backend => portable
