// Traces once by the API, as the first that enters a store, and tells what V8 then has the current resource be.
import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks'
import { tracingChannel } from 'tracescope'

const isFast = new Function('object', 'return %HasFastProperties(object)') as (object: object) => boolean

async function main(): Promise<void> {
  await null
  const storages = [new AsyncLocalStorage<unknown>(), new AsyncLocalStorage<unknown>()]
  const channel = tracingChannel('first')
  for (const storage of storages) channel.start.bindStore(storage)
  const resource = executionAsyncResource()
  const values = (): unknown[] => storages.map((storage) => storage.getStore())
  const before = isFast(resource)
  const inside = channel.traceSync(values, { id: 1 }).map((context: any) => context.id)
  console.log(JSON.stringify({ before, after: isFast(resource), inside, outside: values().map(String) }))
}

main()
