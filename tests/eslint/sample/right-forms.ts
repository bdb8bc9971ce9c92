import { isolate } from '@our/scopes'
import { withScope, withStoreScope } from 'tracescope'
import { boundedChannel, enter, jobs, queries, requests, started } from './storages.js'

export function owned(): void {
  using _request = withScope(requests, 'request 1')
  using _started = withStoreScope(started, {})
  using _other = requests.withScope('request 2') as Disposable
  using _job = jobs.withScope({ id: 1 })
  using _query = queries.withScope({})
  using _another = boundedChannel('db.query').withScope({})
}

export function stacked(ids: readonly string[]): void {
  using stack = new DisposableStack()
  for (const id of ids) stack.use(enter(requests, id))
}

export const open = (id: string): Disposable => requests.withScope(id)

export async function later(): Promise<void> {
  await null
  using _ = requests.withScope('request 1')
  await null
}

export const apart = (): Promise<void> => isolate(async () => {
  using _ = requests.withScope('request 1')
  await null
})
