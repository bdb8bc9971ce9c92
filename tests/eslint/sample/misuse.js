import { withScope, withStoreScope } from 'tracescope'
import { requests, started } from './storages.js'

export function forgotten() {
  withScope(requests, 'request 1') // ✗ require-using
  withStoreScope(started, {}) // ✗ require-using
  requests.withScope('request 1') // ✗ require-using
}

export async function leaking() {
  using _ = withScope(requests, 'request 1') // ✗ no-scope-in-async-prelude
  await null
}

export const both = async () => {
  started.withStoreScope({}) // ✗ no-scope-in-async-prelude, require-using
  await null
}

export function closedElsewhere() {
  const scope = withScope(requests, 'request 1') // ✗ require-using
  setImmediate(() => scope.dispose())
}
