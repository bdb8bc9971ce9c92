import t from 'tap'
import { runProgram } from './support/run-program.js'

const { alive, heard } = runProgram('dropped-channels', [], ['--expose-gc'])

for (const [use, [tracingChannel, start]] of Object.entries<boolean[]>(alive)) {
  t.test(`a channel that was dropped: ${use}`, async (t) => {
    t.equal(tracingChannel, false, 'the tracing channel is collected')
    t.equal(start, use === 'subscribed', 'its channels too, unless someone is subscribed')
  })
}

t.test('subscriptions outlive the tracing channel that they were made on', async (t) => {
  t.same(heard, ['heard', 'fn', 'heard'])
})
