import t from 'tap'
import { programFile, runProcess } from '../support/run-process.js'

// zone.js and others put a class of their own in the place of Promise before anything else is loaded.

for (const mode of ['api', 'node26']) {
  t.test(mode, async (t) => {
    const { status, output } = runProcess([programFile('replaced-promise'), mode])
    t.equal(status, 0)
    t.same(output, { isChained: true, settled: 'rejected 1', unhandled: ['5'] })
  })
}
