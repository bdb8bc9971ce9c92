import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import { hostBinary } from '../matrix/hosts.js'
import { cache, newFolder, NODE, packageFolder } from './places.js'

/**
 * Bundles a test and has Jest run it in a page of jsdom, in a folder where the package is installed.
 *
 * @returns what the test wrote as JSON to the file that the variable OUTPUT names
 */
export async function runInJest(name: string, bundle: BuildOptions): Promise<any> {
  const folder = newFolder(`${name}-in-jest`)
  const installed = join(folder, 'node_modules', 'tracescope')
  mkdirSync(installed, { recursive: true })
  for (const part of ['dist', 'package.json']) {
    cpSync(join(packageFolder, part), join(installed, part), { recursive: true })
  }
  writeFileSync(join(folder, 'package.json'), `{ "name": "${name}-in-jest", "private": true }`)
  await build({
    ...bundle, outfile: join(folder, 'in-jest.test.cjs'), format: 'cjs',
    external: ['node:*', 'tracescope', 'tracescope/*']
  })
  const config = {
    rootDir: folder, testMatch: ['**/in-jest.test.cjs'], cacheDirectory: join(folder, 'cache'),
    testEnvironment: join(cache, 'node_modules', 'jest-environment-jsdom')
  }
  const output = join(folder, 'output.json')
  const args = [join(cache, 'node_modules/jest/bin/jest.js'), '--config', JSON.stringify(config)]
  const { stdout, stderr } = spawnSync(hostBinary(NODE.spec), args, {
    cwd: folder, encoding: 'utf8', env: { ...process.env, OUTPUT: output, NO_COLOR: '1' }
  })
  try {
    return JSON.parse(readFileSync(output, 'utf8'))
  } catch {
    throw new Error(`nothing was written\n${stdout}\n${stderr}`)
  }
}
