// @ts-check
// Checks the published types against those of each Node: `usage.ts` and `channels.ts` beside this, compiled with @types/node
// 22, 24 and 26, without `skipLibCheck`, so that our own declarations are checked too. What must not compile there says
// `@ts-expect-error`.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const tsc = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc')

const VERSIONS = { 22: 'node-22', 24: 'node-24', 26: 'node' }

for (const [version, name] of Object.entries(VERSIONS)) {
  const folder = join(root, '.build/types', version)
  const modules = join(folder, 'node_modules')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(modules, { recursive: true })
  // Copies: by links the compiler would find its way back to the types of another version.
  const types = join(root, 'node_modules/@types', name)
  cpSync(types, join(modules, '@types/node'), { recursive: true })
  const nested = join(types, 'node_modules/undici-types')
  cpSync(existsSync(nested) ? nested : join(root, 'node_modules/undici-types'), join(modules, 'undici-types'), { recursive: true })
  cpSync(join(root, 'dist'), join(modules, 'tracescope/dist'), { recursive: true })
  cpSync(join(root, 'package.json'), join(modules, 'tracescope/package.json'))
  const programs = ['usage', 'channels'].flatMap((program) => ['mts', 'cts'].map((type) => {
    cpSync(fileURLToPath(new URL(`${program}.ts`, import.meta.url)), join(folder, `${program}.${type}`))
    return `${program}.${type}`
  }))
  // Of another name: by its own a package finds itself, rather than the copy.
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'user' }))
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
    compilerOptions: {
      target: 'es2022', lib: ['es2024', 'esnext.disposable'], module: 'nodenext', types: ['node'], strict: true,
      exactOptionalPropertyTypes: true, noEmit: true, skipLibCheck: false
    },
    files: programs
  }))
  try {
    execFileSync(process.execPath, [tsc, '-p', folder], { stdio: ['ignore', 'inherit', 'inherit'] })
    console.log(`ok  types with @types/node ${version}`)
  } catch {
    console.log(`FAILED  types with @types/node ${version}`)
    process.exitCode = 1
  }
}
