import t from 'tap'
import { isNode } from './support/host.js'
import { runProcess, programFile } from './support/run-process.js'

// A program may have given all objects a property that descriptors have: `defineProperty` takes it for part of each descriptor.

const POLLUTED = ['--no-warnings', '--import', 'data:text/javascript,Object.prototype.get=5']

t.test('the shim is loaded, and traces', { skip: !isNode && 'there is no shim here' }, async (t) => {
  const program = programFile('traced-with-polluted-prototype')
  const stock = runProcess([...POLLUTED, program])
  t.same(runProcess([...POLLUTED, '--import', 'tracescope/register', program]), stock)
  t.match(stock, { status: 0, stderr: '', output: ['start entered', 'fn entered', 'end entered'] })
})
