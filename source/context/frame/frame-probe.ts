import { codeOf } from '../../host/methods.js'
import { Map } from '../../primordials.js'
import type { BoundStores, Transform } from '../../types.js'
import type { Backend } from '../backend.js'
import { portable } from '../portable/portable-backend.js'
import { hostEnterWith } from '../native-store.js'
import { apart, type NewStorage } from '../probe.js'
import { within } from '../within.js'
import { seeFrame, type FrameClass } from './frame-class.js'

/**
 * Whether the frame backend does what the public methods do: the same steps by both, and the values of all storages
 * compared.
 *
 * It is tried at once, and leaves no promise or timer: what those see of the context can't be tried. But where setting
 * a frame is all that `enterWith` does, the host can't tell afterwards who has set it.
 */
export function behavesAsPublicMethods(backend: Backend, FrameType: FrameClass): boolean {
  try {
    if (!ENTERS_BY_FRAME.test(codeOf(hostEnterWith))) return false
    const see = (backend: Backend): unknown[] => apart((newStorage) => takeSteps(backend, FrameType, newStorage))
    return see(backend).join() === see(portable).join()
  } catch {
    return false
  }
}

const ENTERS_BY_FRAME =
  /^enterWith\(\w+\) \{\s*const frame = new AsyncContextFrame\(this, \w+\);\s*AsyncContextFrame\.set\(frame\);\s*\}$/

function takeSteps(backend: Backend, { current, set }: FrameClass, newStorage: NewStorage): unknown[] {
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
    within(backend, stores, value, 'scope', () => {
      look()
      fn()
      look()
      seen.push(seeFrame() === current())
    })
    look()
  }
  const several: BoundStores = new Map([[first, undefined], [second, undefined]])
  const both: BoundStores = new Map([[first, undefined], [second, transform]])
  ambient.run('ambient', () => {
    enter(several, 'several', () => {})
    // Known from then on.
    enter(several, 'again', () => { first.enterWith('changed') })
    enter(new Map([[first, undefined]]), 'alone', () => { second.enterWith(undefined) })
    enter(new Map([[first, undefined], [other, undefined]]), 'with a default', () => { first.enterWith('changed') })
    let kept = current()
    enter(both, 'outer', () => {
      kept = seeFrame()
      enter(both, 'inner', () => {
        other.enterWith('stays')
        ambient.disable()
        first.disable()
      })
    })
    // As a function that was bound there.
    const here = current()
    set(kept)
    look()
    set(here)
  })
  look()
  return seen
}
