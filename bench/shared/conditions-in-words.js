import { STORAGE_APIS } from '../calls/apis.js'

/**
 * Says in words under which conditions calls are made.
 *
 * @param {Partial<import('../timing/cases.js').TimedCase>} conditions
 */
export function conditionsInWords({ api, subscribers, stores = 0, transforms, ownGetStore, ambient }) {
  if (api === 'mixed') return `${stores} ${stores === 1 ? 'agent' : 'agents'} with transforms`
  if (api && STORAGE_APIS.includes(api)) return ownGetStore ? 'a storage with its own getStore' : 'a storage'
  if (api === 'withScope') return `${stores} ${stores === 1 ? 'store' : 'stores'}`
  if (api === 'isolate') return 'a call'
  if (!subscribers) return 'no subscribers'
  const own = ownGetStore ? ' and its own getStore' : ''
  const others = ambient ? `, ${ambient} ${ambient === 1 ? 'other' : 'others'}` : ''
  return `subscribers, ${storesInWords(stores, transforms)}${own}${others}`
}

/** Stores that are bound without a transform are called plain. */
function storesInWords(stores, transforms) {
  if (stores === 0) return 'no stores'
  if (transforms) return stores === 1 ? '1 store with a transform' : `${stores} stores with transforms`
  return stores === 1 ? '1 plain store' : `${stores} plain stores`
}
