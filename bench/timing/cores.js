// @ts-check
import { readFileSync } from 'node:fs'

/**
 * The first of the cores that this process may run on, as Linux numbers them. Who starts the bench on some cores alone has
 * reserved the others.
 */
export function firstCore() {
  try {
    return Number(/^Cpus_allowed_list:\s*(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}
