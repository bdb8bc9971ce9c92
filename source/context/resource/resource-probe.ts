import type { AnyFunction, BoundStores, Store, Transform } from '../../types.js'
import type { Backend } from '../backend.js'
import { isNative } from '../native-store.js'
import { portable } from '../portable/portable-backend.js'
import { within } from '../within.js'
import type { ResourceStore } from './resource-store.js'
import { tryOn } from './try-on.js'

/** Whether the resource backend does with a storage what its public methods do: the same steps by both, and the values compared. */
export function behavesAsMethodsOf(storage: ResourceStore, backend: Backend): boolean {
  const run = (value: unknown, fn: AnyFunction): unknown => within(backend, bound(storage), value, 'run', fn)
  const seen = tryOn(storage, () => takeSteps(storage, backend, run))
  const expected = tryOn(storage, () => takeSteps(storage, portable, (value, fn) => storage.run(value, fn)))
  return seen.join() === expected.join()
}

function takeSteps(storage: Store & { disable(): void }, backend: Backend, run: Store['run']): string[] {
  const seen: string[] = []
  const look = (): void => { seen.push(String(storage.getStore())) }
  const transform: Transform = (message) => { look(); return `${message} transformed` }
  const disable = (): void => { look(); storage.disable(); look() }
  run('ambient', () => {
    within(backend, bound(storage), 'outer', 'scope', () => {
      look()
      within(backend, bound(storage, transform), 'inner', 'scope', disable)
      look()
      run('run', disable)
      look()
    })
    look()
    const entered = backend.enterOne(storage, 'one')
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
    if (storage.enabled && isNative(storage) && !Object.is(storage.getStore(), value)) onDifference()
  }
  void Promise.resolve().then(look)
  setTimeout(look).unref()
}
