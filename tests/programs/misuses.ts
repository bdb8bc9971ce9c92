import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import { setImmediate as endOfTurn, setTimeout } from 'node:timers/promises'

// Misuses of scopes, and the same with the mistake taken out, with scopes of a kind: `misuses 'api withScope'`. With
// strict mode preloaded or, for `late`, loaded when all else has been. Prints for each program what was warned of or
// thrown, and where its first scope was opened, as JSON.

const [kind, late] = process.argv.slice(2) as [string, string?]

const tracescope: typeof import('tracescope') = require(process.env['TRACESCOPE_BUILD'] || 'tracescope')
if (kind.includes('shim')) tracescope.install({ storages: true, ...kind.includes('node26') && { behaviour: 'node26' } })
if (late) require('tracescope/strict')

const { isolate } = tracescope
const storage = new AsyncLocalStorage<unknown>()
const host: any = diagnosticsChannel
const channel = host.channel('tracing:misused:start')
channel.bindStore(storage)

/** What a scope is opened by: `target[method](...args)`. */
const { target, method, args } = openers()[kind.replace(/ node26| shim/g, '')]!

function openers(): Record<string, { target: any, method: string, args: unknown[] }> {
  return {
    'api withScope': { target: tracescope, method: 'withScope', args: [storage, {}] },
    'api withStoreScope': { target: tracescope, method: 'withStoreScope', args: [channel, {}] },
    'api boundedChannel': { target: tracescope.boundedChannel('misused'), method: 'withScope', args: [{}] },
    'host withScope': { target: storage, method: 'withScope', args: [{}] },
    'host withStoreScope': { target: channel, method: 'withStoreScope', args: [{}] },
    'host boundedChannel': { target: host.boundedChannel?.('misused'), method: 'withScope', args: [{}] }
  }
}

let places: string[] = []

/** Notes the line that it is called in: on it the scope is opened. */
function here(): void {
  places.push(/\(?([^( ]*:\d+):\d+\)?$/.exec(new Error().stack!.split('\n')[2]!)![1]!)
}

const take = (scope: Disposable): Disposable => ({ [Symbol.dispose]: scope[Symbol.dispose].bind(scope) })

const programs: Record<string, () => unknown> = {
  forgotten() {
    function forget() {
      here(), target[method](...args)
    }
    for (let i = 0; i < 3; i++) forget()
  },

  'forgotten, with using'() {
    function remember() {
      using _ = (here(), target[method](...args))
    }
    for (let i = 0; i < 3; i++) remember()
  },

  escaped() {
    async function leak() {
      using _ = (here(), target[method](...args))
      await setTimeout(1)
    }
    return leak()
  },

  'escaped, isolated'() {
    return isolate(async () => {
      using _ = (here(), target[method](...args))
      await setTimeout(1)
    })
  },

  outOfOrder() {
    const first = (here(), target[method](...args))
    const second = (here(), target[method](...args))
    try {
      first[Symbol.dispose]()
    } finally {
      second[Symbol.dispose]()
    }
  },

  'outOfOrder, in order'() {
    const first = (here(), target[method](...args))
    const second = (here(), target[method](...args))
    second[Symbol.dispose]()
    first[Symbol.dispose]()
  },

  async wrongContext() {
    const scope = isolate(() => {
      return take((here(), target[method](...args)))
    })
    await setTimeout(1)
    scope[Symbol.dispose]()
  },

  async 'wrongContext, in its own'() {
    const dispose = isolate(() => {
      const scope = take((here(), target[method](...args)))
      return AsyncResource.bind(() => scope[Symbol.dispose]())
    })
    await setTimeout(1)
    dispose()
  },

  'disposed by hand in a finally'() {
    const scope = (here(), target[method](...args))
    try {
      storage.getStore()
    } finally {
      scope[Symbol.dispose]()
    }
  },

  async 'disposed by hand, later in an async function'() {
    await null
    const scope = (here(), target[method](...args))
    try {
      await setTimeout(1)
    } finally {
      scope[Symbol.dispose]()
    }
  },

  async 'with using after the first await'() {
    await null
    using _ = (here(), target[method](...args))
    await setTimeout(1)
  },

  'returned to one who uses it'() {
    const open = () => (here(), target[method](...args))
    using _ = open()
  },

  'in a generator, in one go'() {
    function* steps() {
      using _ = (here(), target[method](...args))
      yield 1
      yield 2
    }
    for (const _step of steps()) storage.getStore()
  },

  async 'in a generator, over turns'() {
    function* steps() {
      using _ = (here(), target[method](...args))
      yield 1
      yield 2
    }
    for (const _step of steps()) await setTimeout(1)
  },

  'in a stack'() {
    const { DisposableStack } = globalThis
    if (DisposableStack === undefined) return
    using stack = new DisposableStack()
    stack.use((here(), target[method](...args)))
    stack.use((here(), target[method](...args)))
  },

  'in traces'() {
    const traced = tracescope.tracingChannel('misused')
    const hosts = host.tracingChannel('misused')
    for (const tracing of [traced, hosts]) {
      tracing.traceSync(() => {
        using _ = (here(), target[method](...args))
      }, {})
    }
    return Promise.all([traced, hosts].map((tracing) => tracing.tracePromise(async () => { await setTimeout(1) }, {})))
  },

  'a channel that nobody listens to'() {
    tracescope.withStoreScope(tracescope.channel('silent'), {})
    tracescope.boundedChannel('silent').withScope()
  }
}

let reports: Array<Record<string, unknown>> = []

function note(error: any, way: string): void {
  const [, place] = /\(?([^( ]*:\d+):\d+\)?$/.exec(error.stack.split('\n')[1] ?? '') ?? []
  const { name, code, message, detail } = error
  reports.push({
    way, name, code, message: message.replace(/at \S*:\d+:\d+/, 'at PLACE'), place,
    hasDetail: error.stack.endsWith(detail)
  })
}

process.on('warning', (warning: any) => { if (/TRACESCOPE|Tracescope/.test(warning.name)) note(warning, 'warned') })

/** Runs a program in a turn of its own, and waits until all has been said of it. */
async function run(program: () => unknown): Promise<object> {
  reports = []
  places = []
  await setTimeout(1)
  await new Promise<void>((resolve) => {
    setImmediate(async () => {
      try {
        await storage.run('outer', program)
      } catch (error) {
        note(error, 'thrown')
      }
      resolve()
    })
  })
  // One is looked at when the turn has ended, and warned of in the next.
  for (let turn = 0; turn < 3; turn++) await endOfTurn()
  return { reports, place: places[0] }
}

async function main(): Promise<void> {
  const outcomes: Record<string, object> = {}
  for (const [name, program] of Object.entries(programs)) outcomes[name] = await run(program)
  reports = []
  process.on('exit', () => process.stdout.write(JSON.stringify({ outcomes, leftOver: reports })))
}

void main()
