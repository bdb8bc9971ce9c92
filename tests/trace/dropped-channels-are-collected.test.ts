import t from 'tap'
import { runProgram } from '../support/run-program.js'

/**
 * Bun's registry of channels lets go of those that someone is subscribed to; so its own channels are forgotten, too.
 */
const FORGOTTEN = { skip: 'Bun' in globalThis && 'the host forgets who is subscribed' }

const { alive, heard } = runProgram('dropped-channels', [], ['--expose-gc'])

for (const [use, [tracingChannel, start]] of Object.entries<boolean[]>(alive)) {
  t.test(`a channel that was dropped: ${use}`, use === 'subscribed' ? FORGOTTEN : {}, async (t) => {
    t.equal(tracingChannel, false, 'the tracing channel is collected')
    t.equal(start, use === 'subscribed', 'its channels too, unless someone is subscribed')
  })
}

t.test('subscriptions outlive the tracing channel that they were made on', FORGOTTEN, async (t) => {
  t.same(heard, ['heard', 'fn', 'heard'])
})
