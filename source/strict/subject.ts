import type { Channel } from 'node:diagnostics_channel'
import { isMap } from 'node:util/types'
import { storesOf } from '../context/bound-stores.js'

/** What a scope is opened on. */
export interface Subject {
  /** As a report calls it. */
  readonly name: string
  /** The storages that have a value by the scope. */
  readonly storages: readonly unknown[]
  /** Whether there is nothing to open, and so nothing to dispose. */
  readonly isIdle: boolean
}

/** The subject of a scope of a storage, a channel, or a bounded channel; of something else, `undefined`. */
export function subjectOf(target: any): Subject | undefined {
  if ((typeof target !== 'object' && typeof target !== 'function') || target === null) return undefined
  if (typeof target.start?.publish === 'function') return { ...ofChannel(target.start), isIdle: !target.hasSubscribers }
  if (typeof target.publish === 'function') return ofChannel(target)
  return { name: nameOfStorage(target), storages: [target], isIdle: false }
}

function ofChannel(channel: Channel): Subject {
  const stores = storesOf(channel)
  return {
    name: `channel '${String(channel.name)}'`,
    storages: isMap(stores) ? [...stores.keys()] : [],
    isIdle: !channel.hasSubscribers
  }
}

function nameOfStorage(storage: any): string {
  const type = storage.constructor?.name || 'AsyncLocalStorage'
  return storage.name ? `${type} '${storage.name}'` : type
}
