import { writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'
import { newFolder, requireTool } from './packages.js'

// Which entry of the package each bundler takes for each kind of host, and that none of them has anything to warn of.

const folder = newFolder('bundles')
const entry = join(folder, 'entry.mjs')
writeFileSync(entry, `import tracescope, { tracingChannel, withScope } from 'tracescope'
globalThis.used = [tracescope, tracingChannel, withScope]
`)

/** The files of the package that are in a bundle, and what was warned of. */
interface Bundle {
  readonly files: readonly string[]
  readonly warnings: readonly string[]
}

/** Kinds of hosts, with the conditions that bundlers name for them where they have no name for the kind itself. */
const KINDS = {
  'node': ['node'],
  'browser': ['browser'],
  'worker': ['workerd', 'worker', 'browser'],
  'electron-renderer': ['electron', 'browser', 'node']
} as const
type Kind = keyof typeof KINDS

const EXPECTED: Readonly<Record<Kind, readonly string[]>> = {
  'node': ['index.js'],
  'browser': ['browser.js'],
  'worker': ['browser.js', 'live.js', 'worker.js'],
  'electron-renderer': ['index.js']
}

const isOurs = (path: string | undefined): path is string => path?.startsWith(join(packageFolder, 'dist')) ?? false
const asBundle = (paths: ReadonlyArray<string | undefined>, warnings: readonly string[]): Bundle => {
  return { files: paths.filter(isOurs).map((path) => relative(join(packageFolder, 'dist/esm'), path)).sort(), warnings }
}

async function bundleByWebpack(target: string, more: object = {}): Promise<Bundle> {
  const webpack = requireTool('webpack')
  const options = {
    entry, context: packageFolder, mode: 'production', optimization: { minimize: false },
    output: { path: join(folder, target) }, target, ...more
  }
  const stats: any = await new Promise((resolve, reject) => {
    webpack(options, (error: unknown, stats: unknown) => { error ? reject(error) : resolve(stats) })
  })
  const { warnings, errors } = stats.toJson({ all: false, warnings: true, errors: true })
  const modules: any[] = [...stats.compilation.modules].flatMap((module: any) => module.modules ?? [module])
  const told = [...warnings, ...errors].map(({ message }: { message: string }) => message)
  return asBundle([...new Set(modules.map(({ resource }) => resource))], told)
}

const bundlers: Readonly<Record<string, (kind: Kind) => Promise<Bundle>>> = {
  async esbuild(kind) {
    const { metafile, warnings } = await build({
      entryPoints: [entry], bundle: true, write: false, metafile: true, format: 'esm', target: 'es2022',
      logLevel: 'silent', absWorkingDir: packageFolder,
      platform: kind === 'node' || kind === 'electron-renderer' ? 'node' : 'browser', conditions: [...KINDS[kind]]
    })
    const paths = Object.keys(metafile.inputs).map((path) => join(packageFolder, path))
    return asBundle(paths, warnings.map(({ text }) => text))
  },

  async Rollup(kind) {
    const { rollup } = requireTool('rollup')
    const { nodeResolve } = requireTool('@rollup/plugin-node-resolve')
    const warnings: string[] = []
    const { watchFiles } = await rollup({
      input: entry, external: /^node:/, plugins: [nodeResolve({ exportConditions: [...KINDS[kind]] })],
      onwarn: ({ message }: { message: string }) => { warnings.push(message) }
    })
    return asBundle(watchFiles, warnings)
  },

  webpack: (kind) => bundleByWebpack(kind === 'browser' ? 'web' : kind === 'worker' ? 'webworker' : kind, {
    ...kind === 'worker' && { resolve: { conditionNames: [...KINDS.worker, 'import'] } }
  }),

  async Vite(kind) {
    const vite = await import(pathToFileURL(requireTool.resolve('vite')).href)
    const warnings: string[] = []
    const log = (text: string): void => { warnings.push(text) }
    const forNode = kind === 'node' || kind === 'electron-renderer'
    const { output } = await vite.build({
      root: packageFolder, configFile: false, publicDir: false,
      customLogger: {
        info() {}, warn: log, warnOnce: log, error: log, clearScreen() {}, hasErrorLogged: () => false, hasWarned: false
      },
      resolve: { conditions: [...KINDS[kind], 'module'] },
      ...forNode && { ssr: { noExternal: true, resolve: { conditions: [...KINDS[kind], 'module'] } } },
      build: {
        target: 'es2022', write: false, modulePreload: false, ssr: forNode && entry,
        rollupOptions: { input: entry, output: { format: 'es' }, ...!forNode && { external: /^node:/ } }
      }
    })
    return asBundle(output.flatMap(({ modules = {} }: any) => Object.keys(modules)), warnings)
  }
}

for (const [name, bundle] of Object.entries(bundlers)) {
  for (const kind of Object.keys(KINDS) as Kind[]) {
    t.test(`${name}, ${kind}`, async (t) => {
      t.same(await bundle(kind), { files: EXPECTED[kind], warnings: [] })
    })
  }
}

t.test('required in a browser, the live part is not followed', async (t) => {
  const required = join(folder, 'required.cjs')
  writeFileSync(required, 'globalThis.used = require(\'tracescope\')\n')
  const { metafile, warnings } = await build({
    entryPoints: [required], bundle: true, write: false, metafile: true, format: 'iife', logLevel: 'silent',
    absWorkingDir: packageFolder, platform: 'browser'
  })
  t.same(warnings, [])
  const paths = Object.keys(metafile.inputs).map((path) => join(packageFolder, path)).filter(isOurs)
  t.same(paths.map((path) => relative(packageFolder, path)), ['dist/cjs/browser.js'])
  t.same(await bundleByWebpack('web', { entry: required }), { files: ['../cjs/browser.js'], warnings: [] })
})

t.test('webpack’s targets for nwjs and for the main process of electron take what Node has', async (t) => {
  for (const target of ['nwjs', 'electron-main', 'electron-preload']) {
    t.same(await bundleByWebpack(target), { files: ['index.js'], warnings: [] }, target)
  }
})
