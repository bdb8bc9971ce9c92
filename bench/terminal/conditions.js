// @ts-check

/**
 * Says in words under which conditions calls were made.
 *
 * @param {import('../calls/prepare-calls.js').Conditions & { ambient?: number }} conditions
 */
export function conditionsInWords({ api, subscribers, stores, ambient }) {
  const storesInWords = `${stores || 'no'} ${stores === 1 ? 'store' : 'stores'}`
  if (api === 'withScope') return storesInWords
  if (api === 'isolate') return 'a call'
  if (!subscribers) return 'no subscribers'
  return `subscribers, ${storesInWords}${ambient ? `, ${ambient} others` : ''}`
}
