import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'
import { runProcess, programFile } from '../support/run-process.js'

// A program may have given all objects a property that descriptors have: `defineProperty` takes it for part of each
// descriptor.

const POLLUTED = ['get', 'set', 'value', 'writable', 'enumerable', 'configurable']

/** Runs the program with a property on Object.prototype, and with a preload, as a module or as CommonJS. */
function run(name: string, flag: '--import' | '--require', preload: string): ReturnType<typeof runProcess> {
  const pollute = `data:text/javascript,Object.prototype.${name}=5`
  // What is required comes before what is imported: a CommonJS preload is loaded by the module that pollutes.
  const load = flag === '--import'
    ? preload
    : `data:text/javascript,import{createRequire}from'node:module';createRequire('${packageFolder}/')('${preload}')`
  return runProcess([
    '--no-warnings', '--import', pollute, '--import', load, programFile('traced-with-polluted-prototype')
  ])
}

const EMPTY = {
  '--import': join(packageFolder, 'bench/loading/empty.mjs'),
  '--require': join(packageFolder, 'bench/loading/empty.cjs')
}

for (const flag of ['--import', '--require'] as const) {
  for (const name of POLLUTED) {
    const stock = run(name, flag, EMPTY[flag])
    // Node 20 itself can't load a file then.
    t.test(`${flag}, Object.prototype.${name}: the shim is loaded, and traces`, {
      skip: stock.status !== 0 && 'this host loads nothing'
    }, async (t) => {
      t.same(run(name, flag, 'tracescope/register'), stock)
      t.same(stock.output, ['start entered', 'fn entered', 'end entered'])
    })
  }
}

/** Loads something once all objects have a `get`. Nothing is told where the host can't. */
const load = (folder: string, name: string): number | null =>
  runProcess(
    ['--no-warnings', '--eval', `Object.prototype.get = 5; require(${JSON.stringify(name)})`],
    { TRACESCOPE_DOCTOR: join(folder, 'report') }
  ).status

const ENTRIES = [
  'tracescope', 'tracescope/strict', 'tracescope/doctor', 'tracescope/testing', 'tracescope/eslint', 'tracescope/node26'
]
t.test('every entry is loaded by require', async (t) => {
  const folder = t.testdir()
  if (load(folder, EMPTY['--require']) !== 0) return t.comment('this host loads nothing')
  for (const entry of ENTRIES) t.equal(load(folder, entry), 0, entry)
})
