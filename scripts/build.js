// @ts-check
// `node scripts/build.js WHAT...`: all that is built here, by the names in BUILDS.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { rollup } from 'rollup'
import { dts } from 'rollup-plugin-dts'
import { livePart } from '../source/live/build.js'
import { builtinsOnce } from './builtins.js'
import { esModuleOf, moduleInFunction } from './module-in-function.js'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

/** @typedef {import('esbuild').BuildOptions} Options */
/** @typedef {'esm' | 'cjs'} Format */

const FORMATS = /** @type {const} */ (['esm', 'cjs'])

/** @type {Options} */
const FOR_NODE = { bundle: true, platform: 'node', target: 'node20', logLevel: 'warning' }
/** @type {Options} */
const FOR_ANY_HOST = { bundle: true, platform: 'neutral', target: 'es2022', logLevel: 'warning' }
/** @type {Options} */
const ON_EACH_OTHER = { ...FOR_ANY_HOST, external: ['./browser.js', './live.js'] }

/** Tools have no lines that anybody reads in a stack: they are packed. @type {Options} */
const PACKED = { minifyWhitespace: true, lineLimit: 120 }

/** The entries of the package: a file of `dist/esm` and one of `dist/cjs` each. */

/** Those for Node that have in them all they need. */
const WHOLE = ['index', 'strict', 'node26', 'testing']
/** Tools that have their code in `dist/cjs` alone: they are loaded on Node, and never in a bundle. */
const ONCE = ['doctor', 'eslint']
/** Those for browsers and edges. */
const ON_LIVE_PART = ['worker', 'register-elsewhere', 'strict-elsewhere']
/** Those that `exports` names the types of. */
const WITH_TYPES = ['index', 'register', 'strict', 'doctor', 'testing', 'eslint', 'node26']

/** What Bun and Deno have in place of an entry. @param {string} entry */
const ofOtherRuntimes = (entry) => `${entry}-of-other-runtimes`

/** Leaves out of an entry for Node what is for Bun and Deno: it would take its time to load. @type {import('esbuild').Plugin} */
const withoutOtherRuntimes = {
  name: 'without-other-runtimes',
  setup({ onResolve }) {
    onResolve({ filter: /\/other-runtimes\.js$/ }, ({ resolveDir }) => ({ path: join(resolveDir, 'only-node.ts') }))
  }
}

/** Has what is for Bun and Deno import their entry in the place of `index`. @type {import('esbuild').Plugin} */
const onOtherRuntimes = {
  name: 'on-other-runtimes',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: `./${ofOtherRuntimes('index')}.js`, external: true }))
  }
}

/** Builds the package: its code in both formats, and its declarations. */
async function buildPackage() {
  rmSync('dist', { recursive: true, force: true })
  await Promise.all([
    ...FORMATS.flatMap((format) => [
      ...WHOLE.map((entry) => buildForNode(entry, format)),
      buildForNode('register', format, { external: ['./index.js'] }),
      ...ON_LIVE_PART.map((entry) => buildEntry(`source/${entry}.ts`, entry, format, ON_EACH_OTHER)),
      buildEntry('source/live.ts', 'live', format, { ...FOR_ANY_HOST, plugins: [livePart] })
    ]),
    buildForNode('index', 'esm', {}, ofOtherRuntimes('index')),
    buildForNode('register', 'esm', { external: ['./index.js'] }, ofOtherRuntimes('register')),
    ...ONCE.map((entry) => buildOnce(entry)),
    buildForNode('doctor-calibration', 'cjs', { ...PACKED, external: ['./index.js'] }),
    buildEntry('source/browser.ts', 'browser', 'esm', FOR_ANY_HOST),
    buildEntry('source/browser-required.ts', 'browser', 'cjs', FOR_ANY_HOST),
    buildDeclarations()
  ])
  writeFileSync('dist/cjs/package.json', '{"type":"commonjs"}')
  // What of them is in the plugin.
  const packed = ['@eslint-community/eslint-utils', 'eslint-visitor-keys']
  const licenses = packed.map((name) => readFileSync(`node_modules/${name}/LICENSE`, 'utf8'))
  writeFileSync('dist/eslint-licenses.txt', licenses.join(''))
}

/**
 * An entry for Node: its code is in a function in both formats.
 *
 * @param {string} entry @param {Format} format @param {Options} [more] @param {string} [name] what the file is called
 */
async function buildForNode(entry, format, more = {}, name = entry) {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  const file = `source/${entry}.ts`
  const options = { ...FOR_NODE, ...more, entryPoints: [file], define: { PACKAGE_VERSION: JSON.stringify(version) } }
  const plugins = [await builtinsOnce(options), name === ofOtherRuntimes(entry) ? onOtherRuntimes : withoutOtherRuntimes]
  return buildEntry(file, name, format, { ...options, plugins }, true)
}

/** An entry whose ES module has nothing but the exports of its CommonJS. @param {string} entry */
async function buildOnce(entry) {
  write(`dist/esm/${entry}.js`, esModuleOf(`../cjs/${entry}.js`, await buildForNode(entry, 'cjs', PACKED)))
}

/**
 * Writes one file of the package. What is CommonJS never comes from esbuild itself: it would take what all objects inherit
 * for part of a descriptor, and a program that has given Object.prototype a `get` could not load the package.
 *
 * @param {string} file @param {string} name @param {Format} format @param {Options} options @param {boolean} [inFunction]
 * @returns what esbuild made
 */
async function buildEntry(file, name, format, options, inFunction = format === 'cjs') {
  const { outputFiles } = await build({ ...options, entryPoints: [file], format: 'esm', write: false })
  const { text } = /** @type {import('esbuild').OutputFile} */ (outputFiles[0])
  write(`dist/${format}/${name}.js`, inFunction ? moduleInFunction[format](text) : text)
  return text
}

/** @param {string} file @param {string} text */
function write(file, text) {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
}

/** The declarations: a file for each entry that has types, with all that they stand on. Both formats have the same. */
async function buildDeclarations() {
  const folder = 'dist/declarations'
  await run(process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'source', '--outDir', folder)
  await Promise.all(WITH_TYPES.map(async (entry) => {
    const external = [/^node:/, './index.js']
    const bundle = await rollup({ input: `${folder}/${entry}.d.ts`, external, plugins: [dts()], onwarn: warn })
    const { output: [{ code }] } = await bundle.generate({ format: 'es' })
    for (const format of FORMATS) write(`dist/${format}/${entry}.d.ts`, code)
  }))
  rmSync(folder, { recursive: true })
}

/** @param {import('rollup').RollupLog} warning */
function warn({ code, message }) {
  // `tracescope/register` exports nothing.
  if (code !== 'EMPTY_BUNDLE') throw new Error(message)
}

/** @param {string} command @param {string[]} args */
async function run(command, ...args) {
  const [status] = await once(spawn(command, args, { stdio: 'inherit' }), 'exit')
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`)
}

/** Tests, and the programs that they run: the packages in them stay as they are, `tracescope` among them. */
/** @type {Options} */
const FOR_TESTS = { ...FOR_NODE, ignoreAnnotations: true, packages: 'external', format: 'esm', outbase: 'tests' }
/** @type {Options} */
const FOR_PROGRAMS = { ...FOR_TESTS, format: 'cjs', outExtension: { '.js': '.cjs' } }

/** @param {string} folder @param {string} [ending] */
function filesOf(folder, ending = '.ts') {
  return readdirSync(folder).filter((name) => name.endsWith(ending)).map((name) => join(folder, name))
}

async function buildTests() {
  rmSync('.build', { recursive: true, force: true })
  // Those of the package and of hosts are built by themselves.
  const tests = readdirSync('tests', { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.test.ts') && !['hosts', 'package'].includes(dirname(name))).map((name) => join('tests', name))
  await Promise.all([
    build({ ...FOR_TESTS, entryPoints: [...tests, 'tests/matrix/run.ts', 'tests/node/run.ts', 'tests/soak/run.ts'], outdir: '.build/tests' }),
    build({
      ...FOR_TESTS, entryPoints: tests, outdir: '.build/tests-without-tap', alias: { tap: './tests/support/tap-stand-in.ts' }
    }),
    build({ ...FOR_PROGRAMS, entryPoints: filesOf('tests/programs'), outbase: 'tests/programs', outdir: '.build/programs' })
  ])
}

async function buildRealTests() {
  const programs = [...filesOf('tests/real/programs'), ...filesOf('tests/real/agents')]
  await Promise.all([
    build({ ...FOR_TESTS, entryPoints: ['tests/real/run.ts'], outdir: '.build/tests' }),
    build({ ...FOR_PROGRAMS, entryPoints: programs, outbase: 'tests/real', outdir: '.cache/real/programs' })
  ])
}

async function buildPackageTests() {
  rmSync('.build/package', { recursive: true, force: true })
  const tests = filesOf('tests/package', '.test.ts')
  await build({
    ...FOR_TESTS, entryPoints: [...tests, 'tests/package/run.ts'], outbase: 'tests/package', outdir: '.build/package'
  })
}

async function buildHostTests() {
  rmSync('.build/tests/hosts', { recursive: true, force: true })
  const tests = filesOf('tests/hosts', '.test.ts')
  await build({ ...FOR_TESTS, entryPoints: [...tests, 'tests/hosts/run.ts'], outdir: '.build/tests' })
}

async function buildTypeTests() {
  await build({ ...FOR_TESTS, entryPoints: ['tests/types/check.ts'], outfile: '.build/types/check.js' })
}

/** @type {Readonly<Record<string, () => Promise<void>>>} */
const BUILDS = {
  'package': buildPackage,
  'declarations': buildDeclarations,
  'tests': buildTests,
  'real-tests': buildRealTests,
  'package-tests': buildPackageTests,
  'host-tests': buildHostTests,
  'type-tests': buildTypeTests
}

for (const what of process.argv.slice(2)) {
  const run = BUILDS[what]
  if (run === undefined) throw new Error(`${what} is none of ${Object.keys(BUILDS).join(', ')}`)
  await run()
}
