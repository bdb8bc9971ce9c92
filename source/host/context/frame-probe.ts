import { AsyncLocalStorage } from 'node:async_hooks'
import type { Store, Transform } from '../../types.js'
import { apart } from '../apart.js'
import { portable } from './portable.js'
import { leave, NOT_ENTERED } from './undo-stack.js'
import type { ContextWay } from './way.js'

/**
 * Whether the frame way does what the public methods do: the same steps by both, and the values of all storages compared.
 *
 * @param onLater called if a promise job or a timer made inside turns out to have another context than it should
 */
export function behavesAsPublicMethods(way: ContextWay, onLater: () => void): boolean {
  try {
    const seen = see(way)
    const expected = see(portable)
    void Promise.all([seen.later, expected.later]).then(([values, publicValues]) => {
      if (values.join() !== publicValues.join()) onLater()
    })
    return seen.now.join() === expected.now.join()
  } catch {
    return false
  }
}

interface Seen {
  readonly now: unknown[]
  readonly later: Promise<unknown[]>
}

function see(way: ContextWay): Seen {
  return apart((newStorage) => takeSteps(way, newStorage), ({ later }) => later)
}

function takeSteps(way: ContextWay, newStorage: () => AsyncLocalStorage<unknown>): Seen {
  const now: unknown[] = []
  const first = newStorage()
  const second = newStorage()
  const ambient = newStorage()
  const other = newStorage()
  const values = (): string[] => [first, second, ambient, other].map((storage) => String(storage.getStore()))
  const look = (): void => { now.push(...values()) }
  const transform: Transform = (message) => { look(); return `${message} transformed` }
  const stores = new Map<Store, Transform | undefined>([[first, undefined], [second, transform]])
  const within = (value: unknown, fn: () => void): void => {
    const mark = way.enter(stores, value, 'scope')
    if (mark === NOT_ENTERED) throw new Error('storages are not plain here')
    try {
      look()
      fn()
      look()
    } finally {
      leave(mark)
    }
    look()
  }
  let later: Promise<unknown[]> = Promise.resolve([])
  ambient.run('ambient', () => {
    let bound = (): void => {}
    within('outer', () => {
      bound = AsyncLocalStorage.bind(look)
      later = Promise.all([
        Promise.resolve().then(values),
        new Promise((resolve) => { setTimeout(() => resolve(values())).unref() })
      ])
      within('inner', () => {
        other.enterWith('stays')
        ambient.disable()
        first.disable()
      })
    })
    bound()
  })
  look()
  return { now, later }
}
