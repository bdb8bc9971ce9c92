import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'

// Calls of `enterWith`, each at the bottom of a stack, as what a request calls. Prints what was warned of in each as
// JSON, or for `values`, with a function beneath, what the storages had at the end of the call.

const tracescope: typeof import('tracescope') = require('tracescope')
const [asked, storages] = process.argv.slice(2)
if (storages) tracescope.install({ storages: true })
const { isolate, withScope } = tracescope

const storage = new AsyncLocalStorage<unknown>()
const other = new AsyncLocalStorage<unknown>()
class Own extends AsyncLocalStorage<unknown> {
  override enterWith(value: unknown): void { super.enterWith(value) }
}
const own = new Own()

// While the module is loaded there is no request.
storage.enterWith('process')

const programs: Record<string, () => unknown> = {
  'wrong: in a middleware'() {
    const middleware = (next: () => void): void => { storage.enterWith('request'); next() }
    middleware(() => {})
  },
  'wrong: before the first await'() {
    async function handle(): Promise<void> { storage.enterWith('request'); await null }
    return handle()
  },
  'wrong: within a run of another'() {
    const middleware = (): void => storage.enterWith('request')
    other.run(1, () => { middleware() })
  },
  'wrong: another storage is restored'() {
    const middleware = (): void => {
      const before = other.getStore()
      storage.enterWith('request')
      other.enterWith(1)
      other.enterWith(before)
    }
    middleware()
  },
  'wrong: by a subclass'() {
    const middleware = (): void => own.enterWith('request')
    middleware()
  },
  'right: what the event calls'() { storage.enterWith('request') },
  async 'right: after an await'() {
    await null
    storage.enterWith('request')
  },
  'right: restored'() {
    const middleware = (): void => {
      const before = storage.getStore()
      storage.enterWith('request')
      try { storage.getStore() } finally { storage.enterWith(before) }
    }
    middleware()
  },
  'right: isolated'() {
    const middleware = (): void => storage.enterWith('request')
    isolate(middleware)
  },
  'right: bound to a resource'() {
    AsyncResource.bind(() => storage.enterWith('request'))()
  },
  'right: run, and a scope'() {
    const middleware = (): void => {
      storage.run('request', () => {})
      using _ = withScope(storage, 'request')
    }
    middleware()
  }
}

let reports: string[] = []
process.on('warning', ({ name, code, message }: any) => {
  if (name === 'TracescopeWarning') reports.push(`${code}: ${message}`)
})

async function main(): Promise<void> {
  const outcomes: Record<string, { reports: string[], has: unknown }> = {}
  for (const [name, program] of Object.entries(programs)) {
    reports = []
    let has: unknown
    if (asked === 'values') {
      setImmediate(() => {
        void program()
        has = [storage.getStore(), own.getStore() ?? 'nothing']
      })
    } else setImmediate(program)
    // Behind the program, however late it is called.
    await new Promise((resolve) => { setImmediate(resolve) })
    await sleep(5)
    outcomes[name] = { reports, has }
  }
  process.stdout.write(JSON.stringify(outcomes))
}

void main()
