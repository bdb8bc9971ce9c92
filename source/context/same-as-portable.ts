import { newChannel } from '../host/unlisted-channel.js'
import { Map } from '../primordials.js'
import type { BoundStores, Transform } from '../types.js'
import type { Backend, CallInStores } from './backend.js'
import { portable } from './portable/portable-backend.js'
import { apart, type NewStorage } from './probe.js'
import { within } from './within.js'

/**
 * Whether a backend does what the public methods do: the same steps by both, and the values of all storages compared.
 */
export function isSameAsPortable(backend: Backend): boolean {
  const see = (backend: Backend): string => apart((newStorage) => takeSteps(backend, newStorage)).join()
  try {
    return see(backend) === see(portable)
  } catch {
    return false
  }
}

function takeSteps(backend: Backend, newStorage: NewStorage): unknown[] {
  const seen: unknown[] = []
  const first = newStorage()
  const second = newStorage()
  const ambient = newStorage()
  const other = newStorage({ defaultValue: 'default' })
  const look = (): void => {
    for (const storage of [first, second, ambient, other]) seen.push(String(storage.getStore()))
  }
  const transform: Transform = (message) => { look(); return `${message} transformed` }
  const enter = (stores: BoundStores, value: unknown, fn: () => void): void => {
    const lookAround = (): void => { look(); fn(); look() }
    if (backend.nesting?.admits(stores)) backend.nesting.run(newCall(value, lookAround), stores)
    else within(backend, stores, value, 'scope', lookAround)
    look()
  }
  const one: BoundStores = new Map([[first, undefined]])
  const several: BoundStores = new Map([[first, undefined], [second, undefined]])
  const both: BoundStores = new Map([[first, undefined], [second, transform]])
  enter(several, 'in nothing', () => {})
  ambient.run('ambient', () => {
    enter(several, 'several', () => {})
    enter(several, 'several', () => { first.enterWith('changed') })
    enter(several, undefined, () => { second.enterWith('changed') })
    enter(one, 'alone', () => { second.enterWith('stays') })
    enter(several, 'stays', () => { second.enterWith('changed') })
    enter(new Map([[first, transform], [other, undefined]]), 'with a default', () => { first.enterWith('changed') })
    enter(both, 'outer', () => {
      enter(both, 'inner', () => {
        other.enterWith('stays')
        first.disable()
      })
      enter(one, 'alone', () => { first.disable() })
    })
  })
  look()
  return seen
}

function newCall(message: unknown, make: () => void): CallInStores {
  return { channel: newChannel(), message, make, stores: undefined, rest: undefined }
}
