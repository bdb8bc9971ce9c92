import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'

/** The ways in which a program keeps a context for later. */
export const CAPTURES = ['snapshot', 'bind', 'resource'] as const
export type Capture = typeof CAPTURES[number]

/** Returns a function that calls `run` in the context of now. */
export function capture(by: Capture, run: () => void): () => void {
  if (by === 'bind') return AsyncLocalStorage.bind(run)
  if (by === 'snapshot') {
    const snapshot = AsyncLocalStorage.snapshot()
    return () => snapshot(run)
  }
  const resource = new AsyncResource('kept')
  return () => resource.runInAsyncScope(run)
}
