import asyncHooks, { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import timers from 'node:timers'

/** A function that a program may put another one in place of. */
export interface Replaceable {
  /** Where it was found, e.g. `Array.prototype.map`. */
  readonly path: string
  readonly holder: object
  readonly key: PropertyKey
  /** Which part of the property it is. */
  readonly part: 'value' | 'get' | 'set'
}

/** Where the walk begins: what every program has, what it imports, and what it gets from syntax alone. */
function roots(): Array<readonly [path: string, root: unknown]> {
  const active = diagnosticsChannel.channel('attacks.walk')
  const nobody = (): void => {}
  active.subscribe(nobody)
  const channels: Array<readonly [string, unknown]> = [
    ['ActiveChannel.prototype', Object.getPrototypeOf(active)],
    ['TracingChannel.prototype', Object.getPrototypeOf(diagnosticsChannel.tracingChannel('attacks.walk'))]
  ]
  active.unsubscribe(nobody)
  const immediate = setImmediate(nobody)
  const timeout = setTimeout(nobody)
  clearImmediate(immediate)
  clearTimeout(timeout)
  function* generator(): Generator<undefined> {}
  async function* asyncGenerator(): AsyncGenerator<undefined> {}
  const withScope = (new AsyncLocalStorage() as any).withScope?.(1)
  withScope?.[Symbol.dispose]()
  const instances: Readonly<Record<string, unknown>> = {
    'array iterator': [].values(),
    'map iterator': new Map().values(),
    'set iterator': new Set().values(),
    'string iterator': ''[Symbol.iterator](),
    'regexp iterator': ''.matchAll(/a/g),
    'generator function': generator,
    'generator': generator(),
    'async function': async () => {},
    'async generator function': asyncGenerator,
    'async generator': asyncGenerator(),
    'scope': withScope,
    'resource': new AsyncResource('attacks.walk'),
    immediate,
    timeout
  }
  return [
    ['globalThis', globalThis],
    ['async_hooks', asyncHooks],
    ['diagnostics_channel', diagnosticsChannel],
    ['timers', timers],
    ...channels,
    ...Object.entries(instances).filter(([, instance]) => instance !== undefined)
      .map(([name, instance]) => [`prototype of ${name}`, Object.getPrototypeOf(instance)] as const)
  ]
}

/** The program itself, and what it has loaded. */
const NOT_OF_THE_HOST: ReadonlySet<PropertyKey> = new Set(['mainModule', '_events'])

/**
 * Every function that can be reached by the properties of objects and by their prototypes, in an order that is always
 * the same.
 */
export function replaceableFunctions(): Replaceable[] {
  const found: Replaceable[] = []
  const seen = new Set<unknown>()
  const queue = roots()
  for (const [path, holder] of queue) {
    if ((typeof holder !== 'object' && typeof holder !== 'function') || holder === null || seen.has(holder)) continue
    seen.add(holder)
    for (const key of Reflect.ownKeys(holder)) {
      if (NOT_OF_THE_HOST.has(key)) continue
      const { value, get, set, writable, configurable } = Object.getOwnPropertyDescriptor(holder, key)!
      const below = pathTo(path, key)
      if (typeof value === 'function' && (writable || configurable)) found.push({
        path: below, holder, key, part: 'value'
      })
      if (get && configurable) found.push({ path: `get ${below}`, holder, key, part: 'get' })
      if (set && configurable) found.push({ path: `set ${below}`, holder, key, part: 'set' })
      queue.push([below, value])
    }
    queue.push([`prototype of ${path}`, Object.getPrototypeOf(holder)])
  }
  return found
}

function pathTo(path: string, key: PropertyKey): string {
  const part = typeof key === 'symbol' ? `[${key.description}]` : String(key)
  return path === 'globalThis' ? part : `${path}${typeof key === 'symbol' ? '' : '.'}${part}`
}
