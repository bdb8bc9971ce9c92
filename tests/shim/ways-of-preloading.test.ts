import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'
import { PRELOADS, programFile, runProcess } from '../support/run-process.js'

// The same program with and without the shim, however it is preloaded, and under flags of Node's that change what a
// process may do: it does the same, and nothing more is printed.

const program = programFile('exercise')
const installedBy = (storages: string, ...args: string[]) => runProcess(args, { TRACESCOPE_STORAGES: storages })
const allows = (flag: string): boolean => process.allowedNodeEnvironmentFlags.has(flag)
const permission = allows('--permission') ? '--permission' : '--experimental-permission'

const MODES: Readonly<Record<string, readonly string[]>> = {
  'no flags': [],
  '--frozen-intrinsics': ['--frozen-intrinsics'],
  // No inspector, no workers, no child processes, nothing to write.
  [permission]: [permission, `--allow-fs-read=${join(packageFolder, '*')}`],
  '--disable-proto=throw': ['--disable-proto=throw'],
  '--disallow-code-generation-from-strings': ['--disallow-code-generation-from-strings'],
  '--trace-uncaught --throw-deprecation': ['--trace-uncaught', '--throw-deprecation']
}

/** With each of {@link PRELOADS}: how the shim is loaded and what it does then have nothing to do with each other. */
const STORAGES = ['0', '1']

for (const [mode, flags] of Object.entries(MODES)) {
  t.test(mode, async (t) => {
    const stock = runProcess([...flags, program])
    t.match(stock, { status: 0, output: { installed: false } })
    t.equal(stock.output.seen.length, 31)
    t.same(stock.output.seen.slice(1, 5), [
      'sync start undefined: sync, undefined',
      'fn: sync, undefined',
      'sync end value: sync, undefined',
      'gave value: undefined, undefined'
    ])
    const expected = { ...stock, output: { ...stock.output, installed: true } }
    for (const [i, preload] of PRELOADS.entries()) {
      const storages = STORAGES[i]!
      t.same(
        installedBy(storages, ...flags, ...preload, program),
        expected,
        `${preload.join(' ')}, TRACESCOPE_STORAGES=${storages}`
      )
    }
  })
}

t.test('NODE_OPTIONS', async (t) => {
  const stock = runProcess([program])
  for (const preload of PRELOADS) {
    const outcome = runProcess([program], { NODE_OPTIONS: preload.join(' ') })
    t.same(outcome, { ...stock, output: { ...stock.output, installed: true } })
  }
})

t.test('--import and --require at once', async (t) => {
  const stock = runProcess([program])
  t.same(runProcess([...PRELOADS.flat(), program]), { ...stock, output: { ...stock.output, installed: true } })
})
