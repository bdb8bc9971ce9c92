import { AsyncLocalStorage } from 'node:async_hooks'
import type { Store, Transform } from '../../types.js'
import { portable } from './portable.js'
import { beginRecord, leave } from './undo-stack.js'
import type { ContextWay } from './way.js'

/**
 * Whether a way does what the public methods do: the same steps by both, and every value of every store compared after
 * each. Whatever is odd about the host, it shows here, or in what follows later.
 *
 * @param onLater called if a promise job or a timer made inside turns out to have another context than it should
 */
export function behavesAsPublicMethods(way: ContextWay, onLater: () => void): boolean {
  try {
    const seen = steps(way)
    const expected = steps(portable)
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

function steps(way: ContextWay): Seen {
  const now: unknown[] = []
  const storages = Array.from({ length: 4 }, () => new AsyncLocalStorage<unknown>())
  const [first, second, ambient, other] = storages as [AsyncLocalStorage<unknown>, AsyncLocalStorage<unknown>, AsyncLocalStorage<unknown>, AsyncLocalStorage<unknown>]
  const values = (): unknown[] => storages.map((storage) => String(storage.getStore()))
  const look = (): void => { now.push(...values()) }
  const within = (value: unknown, fn: () => void): void => {
    const stores = new Map<Store, Transform | undefined>([
      [first as Store, undefined],
      [second as Store, (message) => { look(); return `${message} transformed` }]
    ])
    const mark = beginRecord(way.leave, stores)
    way.enter(mark, stores, value, 'scope')
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
        new Promise<unknown[]>((resolve) => { setTimeout(() => resolve(values())).unref() })
      ])
      within('inner', () => other.enterWith('stays'))
      within('inner again', () => ambient.disable())
    })
    bound()
    within('disabling', () => first.disable())
    within('same', () => within('same', () => second.enterWith('overwritten')))
  })
  look()
  return { now, later }
}
