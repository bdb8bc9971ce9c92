import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compileHere, isLibrary, loadLibrary } from './compile-here.js'
import { packageFolder } from '../support/run-program.js'

// Programs of users, compiled in a folder of their own against what is built: by a version of TypeScript, with a
// version of @types/node.

/** The versions of @types/node that the types are for, and the packages that have them. */
export const NODE_TYPES = { 22: 'node-22', 24: 'node-24', 26: 'node' } as const
export type NodeTypes = keyof typeof NODE_TYPES

/** Where the compiler of this package's own sources is. */
export const ownCompiler = join(
  dirname(createRequire(join(packageFolder, 'package.json')).resolve('typescript/package.json')), 'bin', 'tsc'
)

/** What the compiler complains of, with all lines of its message. */
export interface Complaint {
  readonly file: string
  readonly line: number
  readonly message: string
}

const STRICT = {
  target: 'es2022', lib: ['es2024', 'esnext.disposable'], types: ['node'], strict: true,
  exactOptionalPropertyTypes: true, skipLibCheck: false
}

/** Makes a folder with the types of Node and tracescope, and the given files: their contents by their names. */
export function makeProject(folder: string, nodeTypes: NodeTypes, files: Readonly<Record<string, string>>): void {
  rmSync(folder, { recursive: true, force: true })
  // Copies: by links the compiler would find its way back to the types of another version.
  const types = join(packageFolder, 'node_modules/@types', NODE_TYPES[nodeTypes])
  cpSync(types, join(folder, 'node_modules/@types/node'), { recursive: true })
  const nested = join(types, 'node_modules/undici-types')
  cpSync(
    existsSync(nested) ? nested : join(packageFolder, 'node_modules/undici-types'),
    join(folder, 'node_modules/undici-types'),
    { recursive: true }
  )
  copyPackage(join(folder, 'node_modules/tracescope'))
  // Of another name than tracescope: by its own a package finds itself, rather than the copy.
  writeFiles(folder, { 'package.json': JSON.stringify({ name: 'user', type: 'module' }), ...files })
}

/** Copies what is published. */
export function copyPackage(folder: string): void {
  for (const part of ['dist', 'package.json']) cpSync(join(packageFolder, part), join(folder, part), {
    recursive: true
  })
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
}

/** Compiles some files of a folder, and gives what the compiler complains of. */
export function compile(compiler: string, folder: string, files: readonly string[], options: object): Complaint[] {
  writeFiles(folder, {
    'tsconfig.json': JSON.stringify({ compilerOptions: { ...STRICT, noEmit: true, ...options }, files })
  })
  const { status, stdout, stderr } = isLibrary(compiler) ? compileHere(loadLibrary(compiler), folder)
    : spawnSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { cwd: folder, encoding: 'utf8' })
  const complaints = [...stdout.matchAll(/^(?:(\S.*)\((\d+),\d+\): )?error (TS\d+: .*\n(?: .*\n)*)/gm)]
    .map(([, file = '', line = '0', message]) =>
      ({ file, line: Number(line), message: message!.trim() }))
  if ((status !== 0) !== complaints.length > 0) throw new Error(`${compiler} ended with ${status}: ${stdout}${stderr}`)
  return complaints
}

/** A complaint in a line. */
export const shown = ({ file, line, message }: Complaint): string => `${file}:${line} ${message}`
