// @ts-check

/**
 * Says in words under which conditions calls were made.
 *
 * @param {Omit<import('../calls/prepare-calls.js').Conditions, 'api'> & { api?: string, ambient?: number }} conditions
 */
export function conditionsInWords({ api, subscribers, stores, transforms, ownGetStore, ambient }) {
  const own = ownGetStore ? ' and its own getStore' : ''
  if (api === 'mixed') return `${stores} ${stores === 1 ? 'agent' : 'agents'} with transforms`
  if (api === 'run' || api === 'runCurrent' || api === 'enterWith') return ownGetStore ? 'a storage with its own getStore' : 'a storage'
  if (api === 'withScope') return `${stores} ${stores === 1 ? 'store' : 'stores'}`
  if (api === 'isolate') return 'a call'
  if (!subscribers) return 'no subscribers'
  return `subscribers, ${storesInWords(stores, transforms)}${own}${ambient ? `, ${ambient} ${ambient === 1 ? 'other' : 'others'}` : ''}`
}

/** Stores that are bound without a transform are called plain. @param {number} stores @param {boolean} [transforms] */
function storesInWords(stores, transforms) {
  if (stores === 0) return 'no stores'
  if (transforms) return stores === 1 ? '1 store with a transform' : `${stores} stores with transforms`
  return stores === 1 ? '1 plain store' : `${stores} plain stores`
}
