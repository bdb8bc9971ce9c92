import { join } from 'node:path'
import t from 'tap'
import { isNode } from './support/host.js'
import { packageFolder } from './support/run-program.js'
import { runProcess, programFile } from './support/run-process.js'

// A program may have given all objects a property that descriptors have: `defineProperty` takes it for part of each descriptor.

const run = (preload: string): ReturnType<typeof runProcess> => runProcess([
  '--no-warnings', '--import', 'data:text/javascript,Object.prototype.get=5', '--import', preload, programFile('traced-with-polluted-prototype')
])

const stock = isNode ? run(join(packageFolder, 'bench/loading/empty.mjs')) : undefined

// Node 20 itself can't load a file then.
t.test('the shim is loaded, and traces', { skip: stock?.status !== 0 && 'this host loads nothing' }, async (t) => {
  t.same(run('tracescope/register'), stock)
  t.same(stock!.output, ['start entered', 'fn entered', 'end entered'])
})
