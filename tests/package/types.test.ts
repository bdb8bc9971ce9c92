import { spawnSync } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'
import { cache, newFolder } from './packages.js'

// `tests/types` in the eyes of those who use the package with one version of @types/node or another, with the checks of
// libraries on: what is published has to be sound there, too.

const SUPPORTED = [22, 24, 26]
const PROGRAMS = join(packageFolder, 'tests/types')

for (const version of SUPPORTED) {
  t.test(`@types/node ${version}`, async (t) => {
    const folder = newFolder(`types-${version}`)
    const modules = join(folder, 'node_modules')
    const types = join(cache, 'node_modules/@types', `node-${version}`)
    cpSync(types, join(modules, '@types/node'), { recursive: true })
    const nested = join(types, 'node_modules/undici-types')
    const hoisted = join(cache, 'node_modules/undici-types')
    cpSync(readdirSync(types).includes('node_modules') ? nested : hoisted, join(modules, 'undici-types'), { recursive: true })
    for (const published of ['dist', 'package.json']) cpSync(join(packageFolder, published), join(modules, 'tracescope', published), { recursive: true })
    cpSync(PROGRAMS, join(folder, 'programs'), { recursive: true })
    const { compilerOptions } = JSON.parse(readFileSync(join(packageFolder, 'tsconfig.json'), 'utf8'))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({
      compilerOptions: { ...compilerOptions, skipLibCheck: false, noUnusedLocals: false, noUnusedParameters: false }, include: ['programs']
    }))
    const { status, stdout } = spawnSync(join(packageFolder, 'node_modules/.bin/tsc'), ['-p', folder], { encoding: 'utf8' })
    t.equal(stdout, '')
    t.equal(status, 0)
  })
}
