import t from 'tap'
import { contextBackend } from 'tracescope'
import { runProgram } from './support/run-program.js'
import { exercise } from './support/exercise.js'

// Hardened processes freeze the classes of the host.

const onFrozen = (when: 'before' | 'after', frozen: string, options: object = {}): any => runProgram('frozen-host', [when, frozen, JSON.stringify(options)])

t.test('AsyncLocalStorage was frozen before tracescope was loaded: it loads, with the same way into the context', async (t) => {
  t.match(onFrozen('before', 'AsyncLocalStorage'), { contextBackend, seen: await exercise(), named: [], left: [] })
})
