import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'
import { newFolder } from './packages.js'

// How the modules of the package are made: their code is in a function, each module of Node's is imported once, and
// what changes is seen to change by those who have imported it.

const FOR_NODE = ['index', 'strict', 'testing', 'register']
/** Those whose code is in `dist/cjs` alone, and what that stands on. */
const ONCE = ['doctor', 'doctor-calibration', 'eslint']
const ENTRIES = ['', '/strict', '/doctor', '/testing', '/eslint', '/node26'].map((name) => `tracescope${name}`)
const script = pathToFileURL(join(packageFolder, 'scripts/module-in-function.js')).href
const { moduleInFunction, namesOf } = await import(script)

const fileOf = (format: string, name: string): string => join(packageFolder, 'dist', format, `${name}.js`)
const read = (format: string, name: string): string => readFileSync(fileOf(format, name), 'utf8')

t.test('a module of Node’s is imported once in a file', async (t) => {
  for (const name of [...FOR_NODE, ...ONCE]) {
    for (const format of ['esm', 'cjs']) {
      const pattern = format === 'esm' ? /from ['"](node:.*?)['"]/g : /require\(['"](node:.*?)['"]\)/g
      if (format === 'esm' && !FOR_NODE.includes(name)) continue
      const modules = [...read(format, name).matchAll(pattern)].map(([, module]) => module)
      t.same(modules, [...new Set(modules)], `${format}/${name}`)
      t.not(modules.length, 0, `${format}/${name}`)
    }
  }
})

t.test('an ES module for Node has but imports, one function and exports', async (t) => {
  for (const name of FOR_NODE) {
    const outside = read('esm', name).replace(/\(function \([^)]*\) \{\n[^]*\n\}\)\([^)]*\)\n/, 'made\n')
    const expected = /^(import .* from '.*'|let \w+|const \{ .* \} = made|;made|export \{ .* \})$/
    for (const line of outside.trim().split('\n')) t.match(line, expected, `${name}: ${line}`)
  }
})

t.test('what is assigned later is seen by those who imported it', async (t) => {
  const folder = newFolder('live')
  const bundle = `import { sep } from 'node:path'
var first = 1;
var second = sep;
var hidden = (first) => { first = 5; };
function change() { second = 2; hidden(0); }
var file_default = { change };
export { change, file_default as default, first, second as renamed };
`
  for (const format of ['esm', 'cjs']) {
    mkdirSync(join(folder, format))
    const type = format === 'esm' ? 'module' : 'commonjs'
    writeFileSync(join(folder, format, 'package.json'), JSON.stringify({ type }))
    writeFileSync(join(folder, format, 'made.js'), moduleInFunction[format](bundle))
  }
  const look = (made: any) => ({ first: made.first, renamed: made.renamed, same: made.default.change === made.change })
  const imported = await import(pathToFileURL(join(folder, 'esm/made.js')).href)
  for (const made of [imported, createRequire(import.meta.url)(join(folder, 'cjs/made.js'))]) {
    t.same(look(made), { first: 1, renamed: '/', same: true })
    made.change()
    t.same(look(made), { first: 1, renamed: 2, same: true })
  }
  t.match(moduleInFunction.esm(bundle), /^let second$/m)
  const assigned = 'var a = 1, b = 2; a = 3; export { a }'
  t.throws(() => moduleInFunction.esm(assigned), { message: /a is exported and assigned/ })
  t.throws(() => moduleInFunction.esm('export var a = 1'), { message: /expected to end with its list of exports/ })
})

t.test('tools are loaded once, by import and by require', async (t) => {
  const require = createRequire(join(packageFolder, 'package.json'))
  for (const [entry, name] of [['/doctor', 'report'], ['/eslint', 'rules']]) {
    const imported = await import(`tracescope${entry}`)
    t.equal(imported[name!], require(`tracescope${entry}`)[name!], `tracescope${entry}`)
    t.equal(imported.default, require(`tracescope${entry}`).default, `the default of tracescope${entry}`)
  }
})

t.test('the names that Node looks for are in a file of their own, and those of the entry', async (t) => {
  const require = createRequire(join(packageFolder, 'package.json'))
  for (const name of ['doctor', 'eslint']) {
    const text = read('cjs', `${name}-names`)
    t.ok(text.length < 400, `${name}: ${text.length} bytes`)
    t.equal(require(fileOf('cjs', `${name}-names`)), require(fileOf('cjs', name)))
    const listed = /\(module\.exports = \{ (.*) \}\)/.exec(text)![1]!.split(', ').sort()
    t.same(listed, Object.keys(require(fileOf('cjs', name))).filter((name) => name !== 'default').sort(), name)
  }
  const unseen = 'let first = 1; function change() { first = 2 } export { change, first }'
  t.throws(() => namesOf(unseen), { message: /first does not see/ })
})

t.test('of what the rules don’t call nothing is in the bundle', async (t) => {
  // Lines are packed, and strings divided where a line ends.
  const text = read('cjs', 'eslint').replace(/\\?\n/g, '')
  t.notMatch(text, /visitorKeys|JSXSpreadAttribute/, 'eslint-visitor-keys, which has a license of its own')
  t.match(text, /Object\.assign\(object,/, 'what is assigned to an object that somebody has is in it')
})

t.test('both formats have the same names', async (t) => {
  const require = createRequire(join(packageFolder, 'package.json'))
  for (const entry of ENTRIES.filter((name) => !/doctor|strict/.test(name))) {
    const isName = (name: string): boolean => !/^(default|module\.exports)$/.test(name)
    const names = Object.keys(await import(entry)).filter(isName).sort()
    t.same(Object.keys(require(entry)).filter(isName).sort(), names, `${entry} by require`)
    const asImported = await import(pathToFileURL(require.resolve(entry)).href)
    t.same(Object.keys(asImported).filter(isName).sort(), names, `${entry} as CommonJS that is imported`)
  }
})

t.test('every entry is imported once all objects have a `get`', async (t) => {
  const pollute = (specifier: string): number | null => spawnSync(process.execPath, [
    '--no-warnings', '--input-type=module', '--import', 'data:text/javascript,Object.prototype.get = 5',
    '--eval', `import '${specifier}'`
  ], { cwd: packageFolder, env: { ...process.env, TRACESCOPE_DOCTOR: join(t.testdir(), 'report') } }).status
  // Node 20 itself can't load a file then.
  if (pollute('./bench/loading/empty.mjs') !== 0) return t.comment('this host loads nothing')
  for (const entry of ENTRIES) t.equal(pollute(entry), 0, entry)
})
