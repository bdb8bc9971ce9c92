import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { installPackages } from '../support/install-packages.js'
import { packageFolder } from '../support/run-program.js'
import { compile, copyPackage, makeProject, NODE_TYPES, type NodeTypes, ownCompiler, shown, writeFiles } from '../types/compile.js'
import { compareComplaints, openTelemetryProgram, rightPrograms, WRONG, wrongPrograms } from '../types/programs.js'
import { newFolder } from './packages.js'

// Projects of users by the compilers that they have, under every module resolution of them: a library, in ES modules, CommonJS and
// JavaScript with JSDoc, that brings an older copy of the package; and agents that listen to it by a copy of their own.

const cache = join(packageFolder, '.cache', 'typescript')
installPackages(join(packageFolder, 'tests', 'types', 'packages'), cache)

const COMPILERS = { 'TypeScript 5.9': join(cache, 'node_modules', 'typescript', 'bin', 'tsc'), 'TypeScript 7': ownCompiler }
const RESOLUTIONS: Readonly<Record<string, object>> = {
  NodeNext: { module: 'nodenext' },
  Bundler: { module: 'preserve', moduleResolution: 'bundler' },
  // TypeScript 7 has it no more.
  node10: { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true }
}

const projects = join(packageFolder, 'tests', 'types', 'projects')
const filesOf = (kind: string): Record<string, string> => Object.fromEntries(readdirSync(projects)
  .filter((name) => name.startsWith(kind)).map((name) => [name, readFileSync(join(projects, name), 'utf8')]))
const LIBRARY = filesOf('library')
const AGENTS = filesOf('agent')

/** How the library is found by those who use it. */
const MANIFEST = {
  name: 'library',
  exports: { './esm': './library.mjs', './cjs': './library.cjs', './jsdoc': './library-jsdoc.mjs', './jsdoc-cjs': './library-jsdoc.cjs' },
  typesVersions: { '*': { esm: ['./library.d.mts'], cjs: ['./library.d.cts'], jsdoc: ['./library-jsdoc.d.mts'], 'jsdoc-cjs': ['./library-jsdoc.d.cts'] } }
}

t.test('there is a project of each kind', async (t) => {
  t.same(Object.keys(LIBRARY).sort(), ['library-jsdoc.cjs', 'library-jsdoc.mjs', 'library.cts', 'library.mts'])
  t.same(Object.keys(AGENTS).sort(), ['agent-jsdoc.cjs', 'agent-jsdoc.mjs', 'agent.cts', 'agent.mts'])
})

for (const version of Object.keys(NODE_TYPES).map(Number) as NodeTypes[]) {
  for (const [name, compiler] of Object.entries(COMPILERS)) {
    t.test(`${name} with @types/node ${version}`, async (t) => {
      const folder = newFolder(`types-${version}`)
      const right = rightPrograms()
      makeProject(folder, version, { ...right, ...LIBRARY, ...AGENTS, [WRONG]: wrongPrograms() })

      t.same(compile(compiler, folder, Object.keys(right), RESOLUTIONS['NodeNext']!).map(shown), [], 'programs, and the code of the README')
      const { count, differences } = compareComplaints(compile(compiler, folder, [WRONG], RESOLUTIONS['NodeNext']!))
      t.ok(count >= 25, `${count} wrong programs`)
      t.same(differences, [], 'each is refused in words that name the mistake')

      const library = join(folder, 'node_modules', 'library')
      writeFiles(library, { 'package.json': JSON.stringify(MANIFEST) })
      copyPackage(join(library, 'node_modules', 'tracescope'))
      for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
        if (resolution === 'node10' && compiler === ownCompiler) continue
        const all = { ...options, allowJs: true, checkJs: true }
        const emit = { ...all, noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: folder, outDir: library }
        t.same(compile(compiler, folder, Object.keys(LIBRARY), emit).map(shown), [], `the library: ${resolution}`)
        t.same(compile(compiler, folder, Object.keys(AGENTS), all).map(shown), [], `agents: ${resolution}`)
      }
    })

    t.test(`${name} with @types/node ${version}: the README's program for OpenTelemetry`, async (t) => {
      const sdk = join(packageFolder, '.cache', 'opentelemetry', 'sdk-2')
      installPackages(join(packageFolder, 'tests', 'opentelemetry', 'sdk-2'), sdk)
      const folder = newFolder(`types-opentelemetry-${version}`)
      makeProject(folder, version, { 'recipe.mts': openTelemetryProgram() })
      cpSync(join(sdk, 'node_modules', '@opentelemetry'), join(folder, 'node_modules', '@opentelemetry'), { recursive: true })
      t.same(compile(compiler, folder, ['recipe.mts'], { module: 'nodenext', skipLibCheck: true }).map(shown), [])
    })
  }
}
