import type { Backend } from './backend.js'
import { nested } from './nested/nested-backend.js'
import { findHostContext } from './pointer/host-context.js'
import { makePointerBackend } from './pointer/pointer-backend.js'
import { portable } from './portable/portable-backend.js'
import { runKeepsOthers } from './probe.js'
import { isSameAsPortable } from './same-as-portable.js'

/**
 * The backend of hosts that have neither frames nor async_hooks, which are Bun and Deno: what is better there than the
 * public methods alone, if there is something. The package's entry for Node leaves it out, and has `only-node.ts` in
 * its place.
 */
export function backendOfOtherRuntimes(): Backend {
  const hostContext = findHostContext()
  const better = hostContext === undefined ? nested : makePointerBackend(hostContext)
  return isSameAsPortable(better) && (better !== nested || runKeepsOthers()) ? better : portable
}
