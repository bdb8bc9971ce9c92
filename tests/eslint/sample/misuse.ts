import { withScope, withStoreScope } from 'tracescope'
import { app } from 'server'
import { enter, jobs, LoggingStorage, queries, requests, started } from './storages.js'

export function forgotten(callback: () => void): void {
  withScope(requests, 'request 1') // ✗ require-using
  withStoreScope(started, {}) // ✗ require-using
  requests.withScope('request 1') // ✗ require-using
  started.withStoreScope({}) // ✗ require-using
  queries.withScope({}) // ✗ require-using
  jobs.withScope({ id: 1 }) // ✗ require-using
  enter(requests, 'request 1') // ✗ require-using
  app.use(requests.withScope('request 1')) // ✗ require-using
  const callbacks = new LoggingStorage<() => void>()
  callbacks.withScope(callback) // ✗ require-using
  callbacks.withScope(() => {}) // ✗ require-using
}

export async function leaking(storage: LoggingStorage<string> | undefined): Promise<void> {
  using _ = storage?.withScope('request 1') // ✗ no-scope-in-async-prelude
  await null
}

export class Handler {
  #scope: Disposable | undefined

  open(): void {
    this.#scope = requests.withScope('request 1') // ✗ require-using
  }

  async handle(id: string): Promise<void> {
    const scope = enter(requests, id) // ✗ no-scope-in-async-prelude
    try {
      await null
    } finally {
      scope.dispose()
    }
  }

  close(): void {
    this.#scope?.[Symbol.dispose]()
  }
}
