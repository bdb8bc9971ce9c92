import type { AnyFunction, BoundStores, Store, Transform } from '../types.js'
import { isPlain } from './plain.js'
import { portable } from './portable.js'
import type { ResourceStore } from './resource-values.js'
import { tryOn } from './try-on.js'
import type { ContextWay } from './way.js'
import { within } from './within.js'

/** Whether the resource way does with a storage what its public methods do: the same steps by both, and the values compared. */
export function behavesAsMethodsOf(storage: ResourceStore, way: ContextWay): boolean {
  const run = (value: unknown, fn: AnyFunction): unknown => within(way, bound(storage), value, 'run', fn)
  const seen = tryOn(storage, () => takeSteps(storage, way, run))
  const expected = tryOn(storage, () => takeSteps(storage, portable, (value, fn) => storage.run(value, fn)))
  return seen.join() === expected.join()
}

function takeSteps(storage: Store & { disable(): void }, way: ContextWay, run: Store['run']): string[] {
  const seen: string[] = []
  const look = (): void => { seen.push(String(storage.getStore())) }
  const transform: Transform = (message) => { look(); return `${message} transformed` }
  const disable = (): void => { look(); storage.disable(); look() }
  run('ambient', () => {
    within(way, bound(storage), 'outer', 'scope', () => {
      look()
      within(way, bound(storage, transform), 'inner', 'scope', disable)
      look()
      run('run', disable)
      look()
    })
    look()
    const entered = way.enterOne(storage, 'one')
    look()
    entered.leave()
    look()
  })
  look()
  return seen
}

const bound = (storage: Store, transform?: Transform): BoundStores => new Map([[storage, transform]])

/** Calls `onDifference` if a promise job or a timer that is made now sees another value of a storage than it has now. */
export function watchWhatFollows(storage: ResourceStore, onDifference: () => void): void {
  const value = storage.getStore()
  const look = (): void => {
    if (storage.enabled && isPlain(storage) && !Object.is(storage.getStore(), value)) onDifference()
  }
  void Promise.resolve().then(look)
  setTimeout(look).unref()
}
