import type { AnyFunction, Store, Transform } from '../../types.js'
import { isPlain } from './plain.js'
import { portable } from './portable.js'
import type { ResourceStore } from './resource-values.js'
import { tryOn } from './try-on.js'
import { leave, NOT_ENTERED } from './undo-stack.js'
import type { ContextWay } from './way.js'

/** Whether the resource way does with a storage what its public methods do: the same steps by both, and the values compared. */
export function behavesAsMethodsOf(storage: ResourceStore, way: ContextWay): boolean {
  const run = (value: unknown, fn: AnyFunction): unknown => within(way, storage, undefined, value, 'run', fn)
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
    within(way, storage, undefined, 'outer', 'scope', () => {
      look()
      within(way, storage, transform, 'inner', 'scope', disable)
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

function within(way: ContextWay, storage: Store, transform: Transform | undefined, message: unknown, manner: 'run' | 'scope', fn: AnyFunction): void {
  const mark = way.enter(new Map([[storage, transform]]), message, manner)
  if (mark === NOT_ENTERED) throw new Error('the storage is not plain')
  try {
    fn()
  } finally {
    leave(mark)
  }
}

/** Calls `onDifference` if a promise job or a timer that is made now sees another value of a storage than it has now. */
export function watchWhatFollows(storage: ResourceStore, onDifference: () => void): void {
  const value = storage.getStore()
  const look = (): void => {
    if (storage.enabled && isPlain(storage) && !Object.is(storage.getStore(), value)) onDifference()
  }
  void Promise.resolve().then(look)
  setTimeout(look).unref()
}
