import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { Channel, channel } from 'node:diagnostics_channel'

const DISPOSE = '[Symbol.dispose]'

/** What can be seen of properties without using them: attributes, and of functions their kind, name and length. */
export type Shapes = Record<string, string>

/** The shapes of what Node 26 has for scopes and bounded channels, down to the scopes themselves. */
export function scopeShapes(): Shapes {
  const idle: any = channel('shapes.idle')
  const active: any = channel('shapes.active')
  const listener = (): void => {}
  active.subscribe(listener)
  const ActiveChannel = Object.getPrototypeOf(active)
  const { BoundedChannel, boundedChannel } = diagnosticsChannel as any
  const bounded = boundedChannel({ start: active, end: idle })
  const storage = new AsyncLocalStorage<number>()
  const scopes: Record<string, object> = {
    'storage.withScope()': (storage as any).withScope(1),
    'active.withStoreScope()': active.withStoreScope({}),
    'idle.withStoreScope()': idle.withStoreScope({}),
    'bounded.withScope()': bounded.withScope({})
  }
  const shapes: Shapes = {
    ...describe('diagnostics_channel', diagnosticsChannel, ['boundedChannel', 'BoundedChannel']),
    ...describe('Channel.prototype', Channel.prototype, ['withStoreScope']),
    ...describe('ActiveChannel.prototype', ActiveChannel, ['withStoreScope']),
    ...describe('AsyncLocalStorage.prototype', AsyncLocalStorage.prototype, ['withScope']),
    ...describe('BoundedChannel', BoundedChannel),
    ...describe('BoundedChannel.prototype', BoundedChannel.prototype),
    ...describe('bounded', bounded)
  }
  for (const [name, scope] of Object.entries(scopes)) {
    const prototype = Object.getPrototypeOf(scope)
    Object.assign(shapes, describe(name, scope))
    if (prototype !== Object.prototype) Object.assign(shapes, describe(`${name}.__proto__`, prototype))
    ;(scope as Disposable)[Symbol.dispose]()
  }
  active.unsubscribe(listener)
  storage.disable()
  return shapes
}

function describe(path: string, target: object, keys: readonly PropertyKey[] = Reflect.ownKeys(target)): Shapes {
  const shapes: Shapes = {
    [path]: `${Object.prototype.toString.call(target)} with ` +
      `${Object.isFrozen(target) ? 'nothing' : 'something'} that can be changed`
  }
  for (const key of keys) {
    const property = Object.getOwnPropertyDescriptor(target, key)
    shapes[`${path}.${key === Symbol.dispose ? DISPOSE : String(key)}`] = property === undefined
      ? 'missing'
      : describeProperty(property)
  }
  return shapes
}

function describeProperty({ value, get, set, ...attributes }: PropertyDescriptor): string {
  const names = Object.entries(attributes).filter(([, is]) => is).map(([name]) => name).sort()
  const parts = 'writable' in attributes
    ? [describeValue(value)]
    : [`get ${describeValue(get)}`, `set ${describeValue(set)}`]
  return [...parts, ...names].join(', ')
}

function describeValue(value: unknown): string {
  if (typeof value !== 'function') return typeof value === 'object'
    ? Object.prototype.toString.call(value)
    : JSON.stringify(value) ?? 'undefined'
  const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'function'
  // Where Symbol.dispose is Node's rather than V8's, it has another description.
  const name = value.name === `[${Symbol.dispose.description}]` ? DISPOSE : value.name
  return `${kind} ${name}/${value.length} with ${Reflect.ownKeys(value).map(String).sort()}`
}
