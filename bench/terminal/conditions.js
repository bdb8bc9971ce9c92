// @ts-check

/**
 * Says in words under which conditions calls were made.
 *
 * @param {import('../calls/prepare-calls.js').Conditions} conditions
 */
export function conditionsInWords({ api, subscribers, stores }) {
  const storesInWords = `${stores || 'no'} ${stores === 1 ? 'store' : 'stores'}`
  if (api === 'withScope') return storesInWords
  if (api === 'isolate') return 'a call'
  return subscribers ? `subscribers, ${storesInWords}` : 'no subscribers'
}
