import t from 'tap'
import { storagesUseAsyncHooks } from '../../source/context/storages-use-async-hooks.js'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// Where storages are built on async_hooks, V8 notes the key of each that it meets in the host's code. What that code
// does for each promise takes several times as long from the second key on, so that a program with one storage is to
// keep to one.

for (const use of ['trace', 'scope', 'shim']) {
  t.test(`a ${use} has the host hand on no other storage`, {
    skip: !(isNode && storagesUseAsyncHooks) && 'no keys here'
  }, async (t) => {
    const { others, backend } = runProgram('storages-used', [use])
    t.equal(others, 0)
    if (!process.env['TRACESCOPE_CONTEXT']) t.equal(backend, 'resource')
  })
}
