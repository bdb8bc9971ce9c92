import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { contextBackend } from 'tracescope'
import { hostFlags, packageFolder } from '../support/run-program.js'

// What a call allocates, counted by the bench on the host under test. Closures and allocations are exact.

interface Subject {
  readonly api: string
  readonly subscribers: boolean
  readonly stores: number
  readonly implementation: 'node' | 'tracescope'
}

const { countObjects }: {
  countObjects(subject: Subject, node?: string): Promise<{ closuresPerCall: number, allocationsPerCall: number }>
} =
  await import(pathToFileURL(join(packageFolder, 'bench/counting/count.js')).href)

// The bench starts processes of its own, which take the mode of the host from here.
process.env['NODE_OPTIONS'] = hostFlags.join(' ')

const CLOSURES = { traceSync: 0, tracePromise: 0, traceCallback: 1, runStores: 0, withScope: 0, isolate: 0 }

/**
 * Where nothing but tracescope allocates: on async_hooks hosts each promise and callback takes the stores along, and
 * the portable way has the host copy the context for each store.
 */
const ONE_STEP = contextBackend === 'portable' ? [] : ['traceSync', 'runStores']

for (const [api, closures] of Object.entries(CLOSURES)) {
  const subscribers = !['withScope', 'isolate'].includes(api)
  t.test(`${api} makes ${closures} closures a call, whatever the number of stores`, async (t) => {
    const one = await countObjects({ api, subscribers, stores: 1, implementation: 'tracescope' })
    const three = await countObjects({ api, subscribers, stores: 3, implementation: 'tracescope' })
    t.equal(one.closuresPerCall, closures)
    t.equal(three.closuresPerCall, closures)
    if (!ONE_STEP.includes(api)) return
    const two = await countObjects({ api, subscribers, stores: 2, implementation: 'tracescope' })
    t.equal(three.allocationsPerCall, two.allocationsPerCall, 'three stores allocate what two do')
    t.ok(one.allocationsPerCall <= two.allocationsPerCall, 'and one no more')
  })
}

t.test('a watched thenable makes two closures, those that its then gets', async (t) => {
  for (const stores of [1, 3]) {
    const { closuresPerCall } = await countObjects({
      api: 'traceThenable', subscribers: true, stores, implementation: 'tracescope'
    })
    t.equal(closuresPerCall, 2, `${stores} stores`)
  }
})
