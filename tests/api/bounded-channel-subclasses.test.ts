import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import t from 'tap'
import { BoundedChannel, install } from 'tracescope'
import { hostBoundedChannel } from '../support/host.js'

// `run` asks for subscribers and opens its window by what a subclass has for it, as on Node 26: that of the API, and of
// the shim.

type AnyClass = new (...args: any[]) => any

interface Case {
  readonly subclass: (Base: AnyClass, log: string[]) => AnyClass
  /** Subscribes only once the function runs. */
  readonly late?: boolean
  readonly expected: readonly string[]
}

const CASES: Readonly<Record<string, Case>> = {
  'hasSubscribers that says no': {
    subclass: (Base) => class extends Base {
      get hasSubscribers() { return false }
    },
    expected: ['fn undefined', 'result undefined']
  },
  'hasSubscribers that says yes, and is asked once': {
    subclass: (Base, log) => class extends Base {
      get hasSubscribers() { log.push('asked'); return true }
    },
    late: true,
    expected: ['asked', 'fn undefined', 'end undefined', 'result undefined']
  },
  'withScope of its own': {
    subclass: (Base, log) => class extends Base {
      withScope(context: object) { log.push(`withScope ${JSON.stringify(context)}`); return super.withScope(context) }
    },
    expected: ['withScope {}', 'start entered', 'fn entered', 'end entered', 'result undefined']
  },
  'withScope that opens none': {
    subclass: (Base, log) => class extends Base {
      withScope() { log.push('withScope') }
    },
    expected: ['withScope', 'fn undefined', 'result undefined']
  },
  'nothing of its own': {
    subclass: (Base) => class extends Base {},
    expected: ['start entered', 'fn entered', 'end entered', 'result undefined']
  }
}

let count = 0

/** What is written down when a function is run in the window of a bounded channel of a subclass. */
function logOf(Base: AnyClass, { subclass, late }: Case): string[] {
  const log: string[] = []
  const store = new AsyncLocalStorage()
  const bounded = new (subclass(Base, log))(`bounded-subclass-${count++}`)
  const listen = (): void => {
    bounded.start.bindStore(store, () => 'entered')
    bounded.subscribe({
      start: () => log.push(`start ${store.getStore()}`), end: () => log.push(`end ${store.getStore()}`)
    })
  }
  if (!late) listen()
  const result = bounded.run(undefined, (value: string) => {
    log.push(`fn ${store.getStore()}`)
    if (late) listen()
    return value
  }, undefined, 'result')
  log.push(`${result} ${store.getStore()}`)
  return log
}

for (const [name, tried] of Object.entries(CASES)) {
  t.test(name, async (t) => {
    t.same(logOf(BoundedChannel, tried), tried.expected, 'the API')
    if (hostBoundedChannel === undefined) return
    const { BoundedChannel: HostBoundedChannel } = diagnosticsChannel as any
    t.same(logOf(HostBoundedChannel, tried), tried.expected, 'the host')
    using _installation = install()
    t.same(logOf(HostBoundedChannel, tried), tried.expected, 'the shim')
  })
}
