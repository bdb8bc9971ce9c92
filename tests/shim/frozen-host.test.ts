import t from 'tap'
import { contextBackend } from 'tracescope'
import { exercise } from '../support/exercise.js'
import { hostPrototypes, replacedMethods } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// Hardened processes freeze the classes of the host.

const onFrozen = (when: 'before' | 'after', frozen: string, options: object = {}): any =>
  runProgram('frozen-host', [when, frozen, JSON.stringify(options)])

const stock = await exercise()

t.test('AsyncLocalStorage was frozen before tracescope was loaded: it loads, ' +
  'with the same way into the context', async (t) => {
  t.match(onFrozen('before', 'AsyncLocalStorage'), { contextBackend, seen: stock, named: [], left: [] })
})

const OPTIONS = [{}, { storages: true }, { behaviour: 'node26' }, { behaviour: 'node26', storages: true }]
const CLASSES = Object.keys(hostPrototypes)
const FROZEN = [
  ...CLASSES, 'AsyncLocalStorage', 'node:diagnostics_channel', [...CLASSES, 'AsyncLocalStorage'].join(' ')
]

for (const frozen of FROZEN) {
  t.test(
    `${frozen} frozen before install(): what can't be replaced or added is left alone, and all else taken back`,
    async (t) => {
      for (const options of OPTIONS) {
        t.match(
          onFrozen('before', frozen, options),
          { seen: Array, named: [], left: [], seenAfterwards: stock },
          JSON.stringify(options)
        )
      }
    }
  )
}

t.test('frozen once the shim is installed: uninstall() names what it can\'t put back, ' +
  'and that passes on to the host\'s own', async (t) => {
  for (const options of OPTIONS) {
    const { named, seenAfterwards } = onFrozen('after', FROZEN.at(-1)!, options)
    t.same(
      replacedMethods.map((path) => path.join('#')).filter((path) => !named.includes(path)), [], JSON.stringify(options)
    )
    t.same(seenAfterwards, stock)
  }
})
