import { channel } from 'node:diagnostics_channel'

// A subscriber that throws is the public way to have the host itself raise an uncaughtException on the next tick,
// with its own timing: a `throw` in a tick of ours would hold up the ticks queued behind it.
const failures = channel(Symbol('tracescope.failures'))
failures.subscribe((error) => { throw error })

/** Surfaces an error as an uncaughtException on the next tick, as the host does for failing subscribers and transforms. */
export function surfaceOnNextTick(error: unknown): void {
  failures.publish(error)
}
