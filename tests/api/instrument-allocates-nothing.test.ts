import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { hostFlags, packageFolder } from '../support/run-program.js'

// What a call of an instrumented function allocates while nobody listens, counted by the bench on the host under test.

const { count }: { count(subject: object): Promise<{ bytesPerCall: number, closuresPerCall: number }> } =
  await import(pathToFileURL(join(packageFolder, 'bench/counting/count.js')).href)

// The bench starts processes of its own, which take the mode of the host from here.
process.env['NODE_OPTIONS'] = hostFlags.join(' ')

for (const api of ['instrument0', 'instrument2', 'instrument5']) {
  t.test(api, async (t) => {
    const { bytesPerCall, closuresPerCall } = await count({
      api, subscribers: false, stores: 0, implementation: 'tracescope'
    })
    t.equal(closuresPerCall, 0)
    t.equal(bytesPerCall, 0)
  })
}
