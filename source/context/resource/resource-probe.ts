import { codeOf } from '../../host/methods.js'
import { append, areSame, match, newMap } from '../../primordials.js'
import type { AnyFunction, BoundStores, Store, Transform } from '../../types.js'
import type { Backend } from '../backend.js'
import { hostEnterWith } from '../native-store.js'
import { portable } from '../portable/portable-backend.js'
import { within } from '../within.js'
import type { ResourceStore } from './resource-store.js'

/**
 * Whether the resource backend does with a storage what its public methods do: the same steps by both, and the values
 * compared.
 *
 * It is tried at once, and leaves no promise or timer: what those see of the context can't be tried. But where all that
 * `enterWith` does is to set a property of the current resource, the host can't tell afterwards who has set it.
 *
 * @param standIn the one to try it on, which stands in for another one
 */
export function behavesAsMethodsOf(standIn: ResourceStore, backend: Backend): boolean {
  if (match(ENTERS_ON_RESOURCE, codeOf(hostEnterWith)) === null) return false
  const run = (value: unknown, fn: AnyFunction): unknown => within(backend, bound(standIn), value, 'run', fn)
  const seen = takeSteps(standIn, backend, run)
  const expected = takeSteps(standIn, portable, (value, fn) => standIn.run(value, fn))
  return areSame(seen, expected)
}

const ENTERS_ON_RESOURCE = RegExp(String.raw`
  ^enterWith\((\w+)\) \{
    this\._enable\(\);
    const resource = executionAsyncResource\(\);
    (?:const resourceStore = getOrCreateResourceStore\(resource\);)?
    (?:resource|resourceStore)\[this\.kResourceStore\] = \1;
  \}$
`.trim().replaceAll(/\n\s*/g, String.raw`\s*`))

function takeSteps(storage: Store & { disable(): void }, backend: Backend, run: Store['run']): unknown[] {
  const seen: unknown[] = []
  // By identity: at the end it may be a value of the program, which would hear of it if it were put into words.
  const look = (): void => { append(seen, storage.getStore()) }
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

/** Without a list of pairs, which is read by the iterator of arrays: that is a program's to change. */
const bound = (storage: Store, transform?: Transform): BoundStores => {
  const stores = newMap<Store, Transform | undefined>()
  stores.set(storage, transform)
  return stores
}
