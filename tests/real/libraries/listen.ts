import type { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { EVENTS } from '../../support/traced.js'
import type { Transcript } from '../../support/transcript.js'

/**
 * Listens to a tracing channel as an agent would: writes down every event with its message and what a store has, which
 * is bound to start and asyncStart, and what the transforms saw of it.
 */
export function listen(name: string, store: AsyncLocalStorage<any>, transcript: Transcript): void {
  const traced: any = tracingChannel(name)
  const numbers = new Map<object, number>()
  const describe = (message: object): string => {
    if (!numbers.has(message)) numbers.set(message, numbers.size + 1)
    const entries = Reflect.ownKeys(message).map((key) => `${String(key)}: ${show((message as any)[key], transcript)}`)
    return `message ${numbers.get(message)} ` +
      `${Object.getPrototypeOf(message)?.constructor?.name ?? 'null'}{${entries.join(', ')}}`
  }

  const bind = (event: 'start' | 'asyncStart', value: (message: object) => string): void => {
    traced[event].bindStore(store, (message: object) => {
      transcript.add(name, 'transform of', event, describe(message), 'store', store.getStore())
      return value(message)
    })
  }
  let calls = 0
  bind('start', () => `${name} ${++calls}`)
  bind('asyncStart', (message) => `${name} continuation ${numbers.get(message)}`)

  for (const event of EVENTS) {
    traced[event].subscribe((message: object) => {
      transcript.add(name, event, describe(message), 'store', store.getStore())
    })
  }
}

/** A value as the library made it, without what is inside its instances: that may be anything. */
function show(value: any, transcript: Transcript): string {
  if (value instanceof Error || typeof value === 'function') return transcript.show(value)
  const isPlain = Array.isArray(value) || value?.constructor === Object
  return inspect(value, { depth: isPlain ? 0 : -1, breakLength: Infinity, maxStringLength: 200 })
}
