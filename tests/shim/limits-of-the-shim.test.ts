import { join } from 'node:path'
import t from 'tap'
import { hostHasStoreScopes } from '../support/host.js'
import { packageFolder } from '../support/run-program.js'
import { runProcess, programFile } from '../support/run-process.js'

// What docs/differences.md says under "Limits" of how the shim can be told from the host.

const program = programFile('limits-of-the-shim')
const HOST = /\(?node:(diagnostics_channel|async_hooks|internal\/async_local_storage\/)/
const OURS = /tracescope|\bdist\/(esm|cjs)\/index\.js/
const EMPTY = { '--import': 'empty.mjs', '--require': 'empty.cjs' }
const framesOf = (stack: readonly string[], others: RegExp): string[] => stack.filter((frame) => !others.test(frame))

for (const [flag, empty] of Object.entries(EMPTY)) {
  t.test(flag, async (t) => {
    const stock = runProcess(['--no-warnings', flag, join(packageFolder, 'bench/loading', empty), program])
    const shimmed = runProcess(['--no-warnings', flag, 'tracescope/register', program])
    t.same([stock.status, shimmed.status, shimmed.stderr], [0, 0, ''])
    const [ofHost, ofShim]: string[][] = [stock.output.stack, shimmed.output.stack]
    t.ok(
      ofHost!.some((frame) => HOST.test(frame)) && !ofShim!.some((frame) => HOST.test(frame)),
      'the frames of the host are those of the shim'
    )
    t.ok(ofShim!.some((frame) => OURS.test(frame)), 'which name its file')
    const [users, others] = [framesOf(ofHost!, HOST), framesOf(ofShim!, OURS)]
    t.same(others, users, 'the frames of a program are the same')
    t.equal(ofShim!.length < ofHost!.length, !hostHasStoreScopes, `${ofShim!.length} frames for ${ofHost!.length}`)
    t.same(shimmed.output.disabled.within, stock.output.disabled.within)
    t.not(shimmed.output.source, stock.output.source, 'the methods show their own source')
    t.equal(
      shimmed.output.disabled.around,
      null,
      `around the trace it is disabled too, on the host it is ${stock.output.disabled.around}`
    )
  })
}
