import { isolate, withScope, withStoreScope } from 'tracescope'
import { requests, started } from './storages.js'

export function owned() {
  using _ = withScope(requests, 'request 1')
  using _started = withStoreScope(started, {})
}

export function byHand() {
  const scope = withScope(requests, 'request 1')
  try {
    return requests.getStore()
  } finally {
    scope.dispose()
  }
}

export const handle = (id) => isolate(async () => {
  using _ = withScope(requests, id)
  await null
})
