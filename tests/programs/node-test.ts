import { AsyncLocalStorage } from 'node:async_hooks'
import { describe, run, test } from 'node:test'
import { exercise, isInstalled } from '../support/exercise.js'

// Has the test runner of Node run this very file, whose tests trace. Prints what the runner reported and what the tests
// saw.

async function lead(): Promise<void> {
  const events: unknown[] = []
  let printed = ''
  for await (const { type, data } of run({ files: [__filename] }) as AsyncIterable<any>) {
    if (type === 'test:stdout') printed += data.message
    // Whether the file has an event of its own depends on when its process is heard to end.
    if ((type === 'test:pass' || type === 'test:fail') && data.name !== __filename) events.push([type, data.name])
  }
  const seen = printed.trim().split('\n').map((line) => JSON.parse(line))
  process.stdout.write(JSON.stringify({ events, seen }))
}

function declareTests(): void {
  const store = new AsyncLocalStorage<string>()
  describe('traces', () => {
    test('one', () => store.run('one', look))
    test('two', look)
  })
  test('that fails', async () => {
    await exercise()
    throw new Error('on purpose')
  })

  async function look(): Promise<void> {
    const before = store.getStore()
    const seen = await exercise()
    console.log(JSON.stringify({ installed: isInstalled(), before, seen, after: store.getStore() }))
  }
}

if (process.env['NODE_TEST_CONTEXT'] === undefined) void lead()
else declareTests()
