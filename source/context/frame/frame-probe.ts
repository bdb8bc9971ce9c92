import { AsyncLocalStorage } from 'node:async_hooks'
import type { BoundStores, Transform } from '../../types.js'
import type { Backend } from '../backend.js'
import { portable } from '../portable/portable-backend.js'
import { apart, type NewStorage } from '../probe.js'
import { within } from '../within.js'

/**
 * Whether the frame backend does what the public methods do: the same steps by both, and the values of all storages compared.
 *
 * @param onLater called if a promise job or a timer made inside turns out to have another context than it should
 */
export function behavesAsPublicMethods(backend: Backend, onLater: () => void): boolean {
  try {
    const seen = see(backend)
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

function see(backend: Backend): Seen {
  return apart((newStorage) => takeSteps(backend, newStorage), ({ later }) => later)
}

function takeSteps(backend: Backend, newStorage: NewStorage): Seen {
  const now: unknown[] = []
  const first = newStorage()
  const second = newStorage()
  const ambient = newStorage()
  const other = newStorage({ defaultValue: 'default' })
  const values = (): string[] => [first, second, ambient, other].map((storage) => String(storage.getStore()))
  const look = (): void => { now.push(...values()) }
  const transform: Transform = (message) => { look(); return `${message} transformed` }
  const enter = (stores: BoundStores, value: unknown, fn: () => void): void => {
    within(backend, stores, value, 'scope', () => {
      look()
      fn()
      look()
    })
    look()
  }
  const several: BoundStores = new Map([[first, undefined], [second, undefined]])
  const both: BoundStores = new Map([[first, undefined], [second, transform]])
  let later: Promise<unknown[]> = Promise.resolve([])
  ambient.run('ambient', () => {
    enter(several, 'several', () => {})
    // Known from then on.
    enter(several, 'again', () => { first.enterWith('changed') })
    enter(new Map([[first, undefined]]), 'alone', () => { second.enterWith(undefined) })
    enter(new Map([[first, undefined], [other, undefined]]), 'with a default', () => { first.enterWith('changed') })
    let bound = (): void => {}
    enter(both, 'outer', () => {
      bound = AsyncLocalStorage.bind(look)
      later = Promise.all([
        Promise.resolve().then(values),
        new Promise((resolve) => { setTimeout(() => resolve(values())).unref() })
      ])
      enter(both, 'inner', () => {
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
