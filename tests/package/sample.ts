import tracescope, {
  boundedChannel, channel, hasSubscribers, install, instrument, isolate,
  subscribe, tracingChannel, unsubscribe, withScope, withStoreScope
} from 'tracescope'

// What a library does with tracescope where nobody listens, and what it sees: the same on Node, by the whole package,
// and in a browser, by what bundlers take there.

declare const report: (result: unknown) => void

async function use(): Promise<object> {
  const seen: unknown[] = []
  const traced = tracingChannel<{ sql: string }>('db.query')
  class Client {
    name = 'client'
    sync(this: Client, ...args: unknown[]): unknown[] { return [this.name, ...args] }
    async promise(...args: unknown[]): Promise<unknown[]> { return [this.name, ...args] }
    callback(value: unknown, done: (error: unknown, value: unknown) => void): string {
      done(null, value)
      return 'returned'
    }
    fail(): void { throw new Error('from fn') }
  }
  const client = new Client()
  const context = { sql: 'SELECT 1' }
  seen.push(traced.traceSync(client.sync, context, client, 1, 2))
  seen.push(await traced.tracePromise(client.promise, context, client, 3))
  const promise = Promise.resolve()
  seen.push(traced.tracePromise(() => promise) === promise)
  seen.push(traced.traceCallback(client.callback, -1, context, client, 4, (error: unknown, value: unknown) =>
    seen.push(error, value)))
  seen.push(
    traced.trace(client.sync, context, client, 5),
    [...traced.traceIterator(client.sync, context, client, 6) as unknown[]]
  )
  seen.push(instrument(traced, client.sync, { kind: 'sync' }).call(client, 7), isolate(client.sync, client, 8))
  try {
    traced.traceSync(client.fail, context)
  } catch (error) {
    seen.push((error as Error).message)
  }
  seen.push(
    context, traced.hasSubscribers, traced.start.hasSubscribers, traced.start.name,
    traced.start === channel('tracing:db.query:start')
  )
  seen.push(traced.unsubscribe({ start() {} }), unsubscribe('db.query', () => {}), hasSubscribers('db.query'))
  seen.push(channel('db.query').runStores({}, client.sync, client, 5), channel('db.query') === channel('db.query'))
  const bounded = boundedChannel(traced)
  seen.push(bounded.start === traced.start, bounded.hasSubscribers, bounded.run(context, client.sync, client, 6))
  for (const scope of [bounded.withScope(context), withStoreScope(channel('db.query'), {})]) {
    using _scope = scope
    seen.push(typeof scope)
  }
  seen.push(install().uninstall())
  return {
    seen,
    exports: members(tracescope),
    traced: members(traced),
    bounded: members(bounded),
    channel: members(channel('db.query'))
  }
}

/** What is used without a look at whether it is there: subscribers that are never called. */
function subscribeToAll(): string {
  const never = (): void => { throw new Error('published in a browser') }
  const storage: any = { getStore() {}, run() {}, enterWith() {} }
  const traced = tracingChannel('db.connect')
  subscribe('db.connect', never)
  traced.subscribe({ start: never, end: never })
  traced.start.bindStore(storage, never)
  using scope = withScope(storage, 'value')
  scope.dispose()
  channel('db.connect').publish({})
  return traced.traceSync(() => 'called')
}

/** The names that can be looked up on something. */
function members(object: object | null): string[] {
  const names = new Set<string>()
  for (; object !== null && object !== Object.prototype; object = Object.getPrototypeOf(object)) {
    for (const name of Object.getOwnPropertyNames(object)) if (!name.startsWith('_')) names.add(name)
  }
  return [...names].sort()
}

const result = use()
const inBrowser = 'document' in globalThis
void result.then((used) => report({ used, called: inBrowser ? subscribeToAll() : 'called' }), (error) =>
  report(String(error)))
