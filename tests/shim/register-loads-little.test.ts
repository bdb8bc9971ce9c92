import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageFolder, runProgram } from '../support/run-program.js'

// What a preload has the host load is what it costs. `import { types } from 'node:util'`, to give an example, evaluates
// all that util exports lazily, and so has streams, worker_threads and process.stderr made in every process.

const NEEDED = ['async_hooks', 'diagnostics_channel', 'module', 'path', 'util/types']
// Of AsyncLocalStorage, of what finds a package by its name, and of `module`.
const INSIDES = /^internal\/(async_local_storage\/|async_context_frame$|modules\/|source_map\/)/

const EMPTY: Readonly<Record<string, string>> = { '--import': 'empty.mjs', '--require': 'empty.cjs' }

for (const [flag, empty] of Object.entries(EMPTY)) {
  t.test(`node ${flag} tracescope/register has the host load no more than it needs`, async (t) => {
    const modulesLoaded = (preload: string): string[] => runProgram('loaded-modules', [], [flag, preload])
    const stock = new Set(modulesLoaded(join(packageFolder, 'bench/loading', empty)))
    const added = modulesLoaded('tracescope/register').filter((name) => !stock.has(name))
    t.not(added.length, 0)
    const isNeeded = (name: string): boolean => NEEDED.includes(name) || INSIDES.test(name)
    t.same(added.map((name) => name.replace(/^NativeModule /, '')).filter((name) => !isNeeded(name)), [])
  })
}

t.test('of the package the shim is loaded and what it stands on: ' +
  'no strict mode, doctor, recorder or lint rule', async (t) => {
  for (const [flag, format] of [['--import', 'esm'], ['--require', 'cjs']]) {
    const files = ['index.js', 'register.js']
    t.same(runProgram('loaded-files', [], [flag!, 'tracescope/register']), files.map((file) => `${format}/${file}`))
    const withStrict = runProgram('loaded-files', [], [flag!, 'tracescope/register', flag!, 'tracescope/strict'])
    t.ok(withStrict.includes(`${format}/strict.js`))
    // Each entry has all that it needs in it.
    for (const file of files) {
      const text = readFileSync(join(packageFolder, 'dist', format!, file), 'utf8')
      t.notMatch(text, /TRACESCOPE_(?:UNDISPOSED|ENTER_WITH)|source\/(?:strict|doctor|testing|eslint)\//, file)
    }
  }
  // What is for Bun and Deno is in the ES module alone.
  t.notMatch(readFileSync(join(packageFolder, 'dist/cjs/index.js'), 'utf8'), /source\/context\/(?:nested|pointer)\//)
})
