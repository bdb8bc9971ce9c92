import t from 'tap'
import { storagesUseAsyncHooks } from '../../source/context/storages-use-async-hooks.js'
import { isNode } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// Where storages are built on async_hooks, the first store that is entered is tried on the current resource. V8 of Node
// 22 makes a dictionary of an object when a property is deleted, remembers that where values are read, and takes 10 ns
// more for each from then on.

t.test('the first trace leaves the current resource as V8 had it', {
  skip: !(isNode && storagesUseAsyncHooks) && 'no values on resources here'
}, async (t) => {
  const { before, after, inside, outside } = runProgram('traced-resource', [], ['--allow-natives-syntax'])
  t.same([before, after], [true, true])
  t.same(inside, [1, 1])
  t.same(outside, ['undefined', 'undefined'])
})
