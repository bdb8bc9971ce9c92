// @ts-check
import { setImmediate } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'

export const channel = 'lru-cache'
export const events = ['start', 'end', 'asyncStart', 'asyncEnd']
export const loop = 'lastOf'

export async function prepare() {
  const cache = new LRUCache({ max: 10, fetchMethod: async () => 1 })
  await cache.fetch('key')
  // It finds its tracing channel in a later turn of the event loop.
  await setImmediate()
  return () => cache.fetch('key')
}
