import { join } from 'node:path'
import t from 'tap'
import { newFolder, packageFolder } from './places.js'
import { buildByWrangler, bundleWorker, COMPATIBILITY_DATES, startWorker } from './workerd.js'

// The API on workerd, at two compatibility dates: what that host does otherwise is turned to what Node 26 does. The
// worker of `programs/worker.ts` does each deed when it is asked for.

const folder = newFolder('workerd')
const programs = join(packageFolder, 'tests', 'hosts', 'programs')
const main = join(folder, 'main.js')
const tail = join(folder, 'tail.js')
await bundleWorker(join(programs, 'worker.ts'), main)
await bundleWorker(join(programs, 'tail.ts'), tail)
const mainForNode = join(folder, 'main-for-node.js')
await bundleWorker(join(programs, 'worker.ts'), mainForNode, ['node'])

const CANNOT = 'method is not implemented on this host: use'

/** What each deed is to have seen, and what is to be reported of it. */
const EXPECTED: Readonly<Record<string, { readonly seen: unknown, readonly reported?: readonly string[] }>> = {
  early: {
    // Nothing is reported: subscribers were told, and nobody else can be yet.
    seen: ['start 1 early 1', 'early 1', 'called', null, 'called']
  },
  hasSubscribers: { seen: [false, false, true, true, true, false, false] },
  storeAlone: { seen: [1, 'undefined'] },
  subscriberThrows: { seen: ['a,b', 'the other', 'after the host’s'], reported: ['of ours', 'of the host'] },
  hostSubscriberOfStartThrows: { seen: ['bound', 'start bound'], reported: ['of the host'] },
  transformThrows: { seen: ['first', 'outer', 'last after first'], reported: ['of a transform'] },
  kinds: { seen: [true, true, true, 3, 'no promise'] },
  positions: {
    seen: [
      3, 3, 1,
      'threw ERR_INVALID_ARG_TYPE: The "callback" argument must be of type function. Received type number (1)',
      [3, 3, 1]
    ]
  },
  thisOfCalls: { seen: ['undefined', 'undefined', 'self', 'undefined', 'self'] },
  symbols: {
    seen: [
      'once', true, true, true,
      'threw ERR_INVALID_ARG_TYPE: The "channel" argument must be of type string or symbol. Received type number (5)'
    ]
  },
  subscribedTwice: { seen: [2, true, true, false, false] },
  scopes: {
    seen: [
      `threw ERR_METHOD_NOT_IMPLEMENTED: The withScope() ${CANNOT} storage.run(value, fn)`,
      `threw ERR_METHOD_NOT_IMPLEMENTED: The withStoreScope() ${CANNOT} channel.runStores(message, fn)`,
      'object', [1, 2], 'undefined'
    ]
  },
  refused: {
    seen: [
      'ERR_INVALID_ARG_TYPE nameOrChannels.start', 'ERR_INVALID_ARG_TYPE channel', 'ERR_INVALID_ARG_TYPE storage',
      'ERR_INVALID_ARG_TYPE nameOrChannels', 'ERR_INVALID_ARG_TYPE handlers.start'
    ]
  },
  // The host resumes a generator for a step that was queued in no context at all: docs/hosts.md names it.
  queuedSteps: { seen: ['bound', 'undefined', 'undefined'] },
  instrumented: { seen: ['client SELECT 1', 'start SELECT 1', 'asyncEnd client SELECT 1'] },
  unheard: {
    seen: ['sync', 'promise', 'called', 'threw Error: failed', ['item'], 'instrumented', 'without a context', false]
  },
  everyoneElse: {
    seen: [
      ['ours 1', 'host\'s 1'], ['ours 2', 'host\'s 2'], ['ours 3', 'host\'s 3'],
      ['host\'s 1', 'ours 1', 'host\'s 2', 'ours 2', 'host\'s 3', 'ours 3']
    ]
  }
}

/** What a Tail Worker hears of a library that nobody has subscribed to. */
const HEARD = {
  start: [1, 2, 3, 4, 5, 6],
  end: [1, 2, 3, 4, 5, 6],
  asyncStart: [2, 3, 5],
  asyncEnd: [2, 3, 5],
  error: [4]
}

/** The worker as a bundler makes it that takes the conditions of workerd, and as wrangler does. */
const BUILDERS: Readonly<Record<string, (date: string) => string>> = {
  'the conditions of workerd': () => main,
  // A bundler may take what Node has for it, all the same.
  'the condition of Node': () => mainForNode,
  'wrangler': (date) => buildByWrangler(join(programs, 'worker.ts'), folder, date)
}

for (const date of COMPATIBILITY_DATES) for (const [builder, build] of Object.entries(BUILDERS)) {
  t.test(`compatibility date ${date}, by ${builder}`, async (t) => {
    const file = build(date)
    const worker = await startWorker({ file, tail }, date)
    t.teardown(() => worker.stop())

    for (const [deed, { seen, reported = [] }] of Object.entries(EXPECTED)) {
      t.test(deed, async (t) => {
        const response = await fetch(worker.address + deed)
        const text = await response.text()
        t.equal(response.status, 200, `${text}\n${worker.output()}`)
        t.same(JSON.parse(text), { seen, reported })
      })
    }

    const skip = file === mainForNode && 'what is for Node publishes where somebody is subscribed'
    t.test('a Tail Worker hears of all that nobody has subscribed to', { skip }, async (t) => {
      for (let tries = 0; tries < 100 && !/tail: tracing:unheard:end .*"id":6/.test(worker.output()); tries++) {
        await new Promise((resolve) => { setTimeout(resolve, 20) })
      }
      const heard = Object.fromEntries(Object.keys(HEARD).map((event) => {
        const line = RegExp(`^.*tail: tracing:unheard:${event} .*"id":(\\d)`, 'gm')
        return [event, [...worker.output().matchAll(line)].map(([, id]) => Number(id))]
      }))
      t.same(heard, HEARD, worker.output())
      t.match(worker.output(), /tail: tracing:unheard:next:start /, 'the steps of an iteration, too')
    })

    t.test('nothing else was printed', async (t) => {
      const lines = worker.output().split('\n').filter((line) => !/tail: |became the default as of|^$/.test(line))
      t.same(lines.filter((line) => !/non-thenable/.test(line)), [])
    })
  })
}

t.test('from which compatibility date on the host can be asked for its channels', async (t) => {
  const dates = [
    ['2024-09-22', [false, false, false, false, false, false, false]],
    ['2024-09-23', EXPECTED['hasSubscribers']!.seen]
  ] as const
  for (const [date, seen] of dates) {
    const worker = await startWorker({ file: main }, date)
    t.same(await (await fetch(`${worker.address}hasSubscribers`)).json(), { seen, reported: [] }, date)
    const unheard = await fetch(`${worker.address}unheard`)
    t.match(await unheard.json(), { seen: EXPECTED['unheard']!.seen }, `${date}: functions are called`)
    await worker.stop()
  }
})
