import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { installPackages } from '../support/install-packages.js'
import { packageFolder } from '../support/run-program.js'
import { compile, copyPackage, makeProject, NODE_TYPES, type NodeTypes, shown, writeFiles } from './compile.js'
import { compareComplaints, openTelemetryProgram, rightPrograms, WRONG, wrongPrograms } from './programs.js'
import { newFolder } from '../package/packages.js'

// Projects of users by the compilers that they have, under every module resolution of them: a library, in ES modules,
// CommonJS and JavaScript with JSDoc, that brings an older copy of the package; and agents that listen to it by a copy
// of their own.

const RESOLUTIONS = {
  NodeNext: { module: 'nodenext' },
  Bundler: { module: 'preserve', moduleResolution: 'bundler' },
  node10: { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true }
}
export type Resolution = keyof typeof RESOLUTIONS

const VERSIONS = Object.keys(NODE_TYPES).map(Number) as NodeTypes[]

/** Our declarations, and Node's, are checked with the programs: once for each version is enough. */
const QUICK = { skipLibCheck: true }

const projects = join(packageFolder, 'tests', 'types', 'projects')
const filesOf = (kind: string): Record<string, string> => Object.fromEntries(readdirSync(projects)
  .filter((name) => name.startsWith(kind)).map((name) => [name, readFileSync(join(projects, name), 'utf8')]))
// In CommonJS they are written alike, but for the import of a module that has no default.
const LIBRARY: Record<string, string> = filesOf('library')
LIBRARY['library.cts'] = LIBRARY['library.mts']!
const AGENTS: Record<string, string> = filesOf('agent')
AGENTS['agent.cts'] = AGENTS['agent.mts']!.replace('import fromJsdocCjs from', 'import * as fromJsdocCjs from')

/** How the library is found by those who use it. */
const MANIFEST = {
  name: 'library',
  exports: {
    './esm': './library.mjs',
    './cjs': './library.cjs',
    './jsdoc': './library-jsdoc.mjs',
    './jsdoc-cjs': './library-jsdoc.cjs'
  },
  typesVersions: { '*': {
    esm: ['./library.d.mts'],
    cjs: ['./library.d.cts'],
    jsdoc: ['./library-jsdoc.d.mts'],
    'jsdoc-cjs': ['./library-jsdoc.d.cts']
  } }
}

/** Tests what a compiler says to programs, right and wrong, with the types of every Node. */
export function testPrograms(name: string, compiler: string): void {
  for (const version of VERSIONS) {
    t.test(`${name} with @types/node ${version}: programs`, async (t) => {
      const folder = newFolder(`${name}-${version}`.replaceAll(' ', '-'))
      const right = rightPrograms()
      makeProject(folder, version, { ...right, [WRONG]: wrongPrograms(), 'recipe.mts': openTelemetryProgram() })

      const complaints = compile(compiler, folder, [...Object.keys(right), WRONG], RESOLUTIONS.NodeNext)
      t.same(
        complaints.filter(({ file }) => file !== WRONG).map(shown), [], 'programs, and the code of README and docs/'
      )
      const { count, differences } = compareComplaints(complaints.filter(({ file }) => file === WRONG))
      t.ok(count >= 25, `${count} wrong programs`)
      t.same(differences, [], 'each is refused in words that name the mistake')

      const openTelemetry = join(packageFolder, '.cache', 'opentelemetry', 'sdk-2')
      installPackages(join(packageFolder, 'tests', 'opentelemetry', 'sdk-2'), openTelemetry)
      cpSync(join(openTelemetry, 'node_modules', '@opentelemetry'), join(folder, 'node_modules', '@opentelemetry'), {
        recursive: true
      })
      t.same(
        compile(compiler, folder, ['recipe.mts'], { ...RESOLUTIONS.NodeNext, ...QUICK }).map(shown),
        [],
        'the program of docs/agents.md for OpenTelemetry'
      )
    })
  }
}

/** Tests what it says to projects, under some of the resolutions. */
export function testProjects(name: string, compiler: string, resolutions: readonly Resolution[]): void {
  t.test('there is a project of each kind', async (t) => {
    t.same(Object.keys(LIBRARY).sort(), ['library-jsdoc.cjs', 'library-jsdoc.mjs', 'library.cts', 'library.mts'])
    t.same(Object.keys(AGENTS).sort(), ['agent-jsdoc.cjs', 'agent-jsdoc.mjs', 'agent.cts', 'agent.mts'])
  })

  for (const version of VERSIONS) {
    t.test(`${name} with @types/node ${version}: projects`, async (t) => {
      const folder = newFolder(`${name}-${version}-projects`.replaceAll(' ', '-'))
      makeProject(folder, version, { ...LIBRARY, ...AGENTS })
      const library = join(folder, 'node_modules', 'library')
      writeFiles(library, { 'package.json': JSON.stringify(MANIFEST) })
      copyPackage(join(library, 'node_modules', 'tracescope'))
      for (const resolution of resolutions) {
        const options = { ...RESOLUTIONS[resolution], ...QUICK, allowJs: true, checkJs: true }
        const emit = {
          ...options, noEmit: false, declaration: true, emitDeclarationOnly: true, rootDir: folder, outDir: library
        }
        t.same(compile(compiler, folder, Object.keys(LIBRARY), emit).map(shown), [], `the library: ${resolution}`)
        t.same(compile(compiler, folder, Object.keys(AGENTS), options).map(shown), [], `agents: ${resolution}`)
      }
    })
  }
}
