import t from 'tap'
import { hostHasWithScope } from '../support/host.js'
import { runProgram } from '../support/run-program.js'
import { WRAPPINGS } from '../support/wrap.js'

// An agent may have patched the host before tracescope was loaded. What it put there has to be called.

const trace = (mode: string, method: string, ...wrapping: string[]): string[] =>
  runProgram('patched-host', [mode, method, ...wrapping])

const EXPECTED: Readonly<Record<string, string[]>> = {
  enterWith: ['enterWith', 'start entered', 'fn entered', 'end entered', 'enterWith', 'after undefined'],
  getStore: ['getStore', 'start entered', 'fn entered', 'end entered', 'after undefined'],
  run: ['start entered', 'fn entered', 'end entered', 'after undefined'],
  ...hostHasWithScope && { withScope: ['withScope', 'start entered', 'fn entered', 'end entered', 'after undefined'] }
}

for (const [method, expected] of Object.entries(EXPECTED)) {
  t.test(`${method}: by the API as Node 26 calls it`, async (t) => {
    t.same(trace('api', method), expected)
  })

  t.test(`${method}: by the shim as this host calls it`, async (t) => {
    const stock = trace('host', method)
    t.same(stock.filter((line) => line.includes(' ')), [
      'start entered', 'fn entered', 'end entered', 'after undefined'
    ])
    t.same(trace('shim', method), stock)
  })
}

for (const wrapping of Object.keys(WRAPPINGS)) {
  t.test(`enterWith, wrapped by ${wrapping}`, async (t) => {
    t.same(trace('api', 'enterWith', wrapping), EXPECTED['enterWith'])
    t.same(trace('shim with storages', 'enterWith', wrapping), trace('host', 'enterWith', wrapping))
  })
}

for (const wrapping of Object.keys(WRAPPINGS)) {
  t.test(`publish, wrapped by ${wrapping}`, async (t) => {
    const stock = trace('host', 'publish', wrapping)
    t.same(stock, ['publish', 'start entered', 'fn entered', 'publish', 'end entered', 'after undefined'])
    t.same(trace('api', 'publish', wrapping), stock)
    t.same(trace('shim', 'publish', wrapping), stock)
  })
}
