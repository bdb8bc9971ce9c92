import { join } from 'node:path'
import t from 'tap'
import { packageFolder, runProgram } from './support/run-program.js'

// What a preload has the host load is what it costs. `import { types } from 'node:util'`, to give an example, evaluates all
// that util exports lazily, and so has streams, worker_threads and process.stderr made in every process.

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
    t.same(added.map((name) => name.replace(/^NativeModule /, '')).filter((name) => !NEEDED.includes(name) && !INSIDES.test(name)), [])
  })
}
