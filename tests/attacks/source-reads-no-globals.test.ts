import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { Parser } from 'acorn'
import { full } from 'acorn-walk'
import { transformSync } from 'esbuild'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'

// A program replaces globals, their methods, and the iterators of arrays. What runs while something is traced takes
// what it needs of them from `primordials.ts`.

/** What runs for developers, where nothing is traced, or on edges alone, where it has to be small. */
const LEFT_OUT = /^(live|worker|host\/fronts|strict|eslint|doctor|testing|browser|primordials|doctor-calibration)\b/

/**
 * What runs when tracescope is loaded, or the shim installed or taken back, or a channel made, or an option refused.
 */
const NOT_IN_A_TRACE = [
  'environment', 'environment-check', 'errors', 'index', 'nearest', 'registry', 'api/instrument-options',
  'api/tracing-channel', 'context/native-store', 'context/same-as-portable', 'context/frame/frame-class',
  'context/frame/frame-probe', 'host/known-code', 'host/methods', 'host/unlisted-channel', 'shim/install',
  'shim/install-options', 'shim/left-to-host', 'shim/observe-host', 'shim/patch', 'shim/storage-methods',
  'shim/node26-shim'
].map((name) => `${name}.ts`)

/**
 * Functions that run when tracescope is loaded, a function instrumented, or the shim installed, in files that trace as
 * well.
 */
const INSTALLING = ['takeMetadata', 'probe', 'makeSurface', 'install', 'all']

/** What may be read: it can't be replaced, or stands for itself. */
const ALLOWED = ['undefined', 'globalThis', 'NaN', 'Infinity']
const LANGUAGE = (runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[]).filter((name) =>
  !ALLOWED.includes(name))

/**
 * Methods that lists, texts and functions inherit, but for those that maps have as well: these are the host's own maps,
 * and those of `newMap` and `newWeakMap`. A view of a frame has a `fill`.
 */
const OF_MAPS = ['forEach', 'keys', 'values', 'entries', 'fill']
const METHODS = [Array.prototype, String.prototype, Function.prototype, RegExp.prototype]
  .flatMap((prototype) => Object.getOwnPropertyNames(prototype)).filter((name) =>
    ![...OF_MAPS, 'constructor', 'length', 'name', 'arguments', 'caller', 'toString'].includes(name))

/** What a source file reads at run time of what a program may replace. */
function readsOf(source: string): string[] {
  const { code } = transformSync(source, { loader: 'ts', target: 'es2022', format: 'esm' })
  const tree: any = Parser.parse(code, { ecmaVersion: 2025, sourceType: 'module' })
  const found: string[] = []
  const own = new Set<string>()
  const functions: Array<[number, number]> = []
  full(tree, (node: any) => {
    for (const { local } of node.type === 'ImportDeclaration' ? node.specifiers : []) own.add(local.name)
    if (/Function/.test(node.type)) functions.push([node.start, node.end])
  })
  const left = ranges(tree)
  // Where it was asked whether arrays are spread as they were at load.
  const spreading: Array<[number, number]> = []
  full(tree, (node: any) => {
    if (node.type === 'ConditionalExpression' && node.test.callee?.name === 'arraysSpread') spreading.push([
      node.consequent.start, node.consequent.end
    ])
  })
  const isOwn = ({ type, name }: any): boolean => type === 'ThisExpression' || (type === 'Identifier' && own.has(name))
  const isInside = (node: any, list: ReadonlyArray<[number, number]>): boolean =>
    list.some(([start, end]) => start <= node.start && node.end <= end)
  full(tree, (node: any) => {
    // What is read outside of functions is read when the module is loaded.
    if (!isInside(node, functions) || isInside(node, left)) return
    if (node.type === 'Identifier' && LANGUAGE.includes(node.name) && !own.has(node.name)) found.push(node.name)
    if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' &&
      METHODS.includes(node.callee.property.name) && !isOwn(node.callee.object))
      found.push(`.${node.callee.property.name}()`)
    if (node.type === 'ForOfStatement') found.push('for…of')
    if (node.type === 'ArrayPattern') found.push('[…] = …')
    if (['CallExpression', 'NewExpression'].includes(node.type) &&
      node.arguments.some(({ type }: any) => type === 'SpreadElement') && !isInside(node, spreading))
      found.push('f(...)')
    if (node.type === 'ArrayExpression' && node.elements.some((element: any) => element?.type === 'SpreadElement'))
      found.push('[...]')
  })
  return found
}

function ranges(tree: any): Array<[number, number]> {
  const found: Array<[number, number]> = []
  full(tree, (node: any) => {
    const name = node.type === 'MethodDefinition' ? node.key.name : node.id?.name
    // With two underscores: what esbuild makes of `using`.
    if (INSTALLING.includes(name) || /^__/.test(name)) found.push([node.start, node.end])
  })
  return found
}

t.test('what a program may replace is found', async (t) => {
  t.same(
    readsOf('export const f = (g, list) => { Reflect.apply(g, null, list); for (const a of list) g(...list); ' +
      'const [b] = [...list]; list.push(b) }').sort(),
    ['.apply()', '.push()', 'Reflect', '[...]', '[…] = …', 'f(...)', 'for…of']
  )
  t.same(readsOf('export const f = (g, list) => arraysSpread() ? g(...list) : g(...list)'), ['f(...)'])
  t.same(readsOf("import { Reflect } from './primordials.js'\nconst { keys } = Object\n" +
    'export const f = (g, ...list) => Reflect.apply(g, null, list)'), [])
})

const folder = join(packageFolder, 'source')
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  const path = file.replaceAll('\\', '/')
  if (!path.endsWith('.ts') || LEFT_OUT.test(path) || NOT_IN_A_TRACE.includes(path)) continue
  const found = readsOf(readFileSync(join(folder, file), 'utf8'))
  t.test(path, async (t) => t.same(found, []))
}
