import { channel } from 'node:diagnostics_channel'
import { AsyncLocalStorage } from 'node:async_hooks'
import tracescope from 'tracescope'

// Makes channels, traces on them, drops them, and tells which of them the garbage collector took:
// `node --expose-gc dropped-channels`.

const heard: string[] = []

/** Makes a tracing channel and gives only weak references: to itself, and to its start channel. */
function make(name: string, use: (traced: any) => void): Array<WeakRef<object>> {
  const traced = tracescope.tracingChannel(name)
  use(traced)
  return [new WeakRef(traced), new WeakRef(traced.start)]
}

const listener = (): void => { heard.push('heard') }
const settled: Array<(value: unknown) => void> = []

const channels = {
  'never used': make('dropped:never', () => {}),
  'traced without subscribers': make('dropped:idle', (traced) => traced.traceSync(() => {})),
  'subscribed and unsubscribed': make('dropped:unsubscribed', (traced) => {
    traced.start.subscribe(listener)
    traced.traceSync(() => {})
    traced.start.unsubscribe(listener)
  }),
  'bound and unbound': make('dropped:unbound', (traced) => {
    const store = new AsyncLocalStorage<any>()
    traced.start.bindStore(store)
    traced.traceSync(() => {})
    traced.start.unbindStore(store)
  }),
  'a promise settled': make('dropped:settled', (traced) => {
    traced.start.subscribe(listener)
    void traced.tracePromise(() => new Promise((resolve) => settled.push(resolve)), {})
    traced.start.unsubscribe(listener)
  }),
  'a scope left open': make('dropped:scope', (traced) => {
    traced.end.subscribe(listener)
    tracescope.boundedChannel(traced).withScope({})
    traced.end.unsubscribe(listener)
  }),
  'subscribed': make('dropped:subscribed', (traced) => traced.start.subscribe(listener))
}

async function main(): Promise<void> {
  for (const settle of settled.splice(0)) settle('value')
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve))
    globalThis.gc!()
  }
  const isAlive = (reference: WeakRef<object>): boolean => reference.deref() !== undefined
  const alive = Object.entries(channels).map(([name, references]) => [name, references.map(isAlive)])
  heard.length = 0
  tracescope.tracingChannel('dropped:subscribed').traceSync(() => heard.push('fn'))
  channel('tracing:dropped:subscribed:start').publish({})
  process.stdout.write(JSON.stringify({ alive: Object.fromEntries(alive), heard }))
}

void main()
