import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { documentedBlocks } from '../support/documentation.js'
import { packageFolder } from '../support/run-program.js'
import { cache, newFolder } from './packages.js'

// Strict mode in the test runners that people have, as docs/scopes.md says: a set-up file fails the tests in which
// something is reported, and no others. Without its hook a report is a warning, and fails no test. In node:test and
// mocha the exit code tells.

const folder = newFolder('runners')
const installed = join(folder, 'node_modules', 'tracescope')
mkdirSync(installed, { recursive: true })
for (const name of ['dist', 'package.json']) cpSync(join(packageFolder, name), join(installed, name), {
  recursive: true
})
writeFileSync(join(folder, 'package.json'), '{ "name": "runners", "private": true, "type": "module" }')

const TESTS = `
const storage = new AsyncLocalStorage()
const traced = tracingChannel('runners')

test('right', async () => {
  const scope = withScope(storage, 1)
  try { storage.getStore() } finally { scope.dispose() }
  await traced.tracePromise(async () => 1, {})
})
test('forgotten', () => { withScope(storage, 1) })
test('async for traceSync', () => traced.traceSync(async () => 1, {}))
test('right again', () => { traced.traceSync(() => 1, {}) })
`
/** The files of docs/, without what they import. */
const FILES = documentedBlocks().filter(({ info }) => info === 'js file').map(({ code }) => code)
const fileWith = (words: string): string => FILES.find((code) => code.includes(words))!
const HOOK = fileWith('takeReports').replace(/^import .*\n/gm, '')
const asEsm = (names: string, from: string): string => `import { ${names} } from '${from}'\n`
const asCjs = (names: string, from: string): string => `const { ${names} } = require('${from}')\n`

/** A test file, and set-up files with the hook and without it. */
function write(runner: string, extension: string, imports: string, load: typeof asEsm): void {
  const uses = load('AsyncLocalStorage', 'node:async_hooks') + load('tracingChannel, withScope', 'tracescope')
  const strict = load('takeReports', 'tracescope/strict')
  writeFileSync(join(folder, `${runner}.test.${extension}`), imports.replace('HOOKS', 'test') + uses + TESTS)
  writeFileSync(join(folder, `${runner}.hook.${extension}`), imports.replace('HOOKS', 'afterEach') + strict + HOOK)
  writeFileSync(join(folder, `${runner}.warn.${extension}`), strict)
}

write('vitest', 'mjs', 'import { HOOKS } from \'vitest\'\n', asEsm)
write('jest', 'cjs', '', asCjs)
writeFileSync(join(folder, 'mocha.test.mjs'), asEsm('AsyncLocalStorage', 'node:async_hooks') +
  asEsm('tracingChannel, withScope', 'tracescope') + TESTS.replaceAll('test(', 'it('))
write('node', 'mjs', 'import { HOOKS } from \'node:test\'\n', asEsm)

interface Outcome { readonly status: number | null, readonly output: string }

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Outcome {
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, TAP: ___, ...rest } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder, encoding: 'utf8', env: { ...rest, ...env, NO_COLOR: '1', CI: '1' }
  })
  return { status, output: stdout + stderr }
}

const bin = (path: string): string => join(cache, 'node_modules', path)

/** Runners of tests, each with a set-up file. */
const RUNNERS: Readonly<Record<string, (setup: 'hook' | 'warn') => Outcome>> = {
  ...Object.fromEntries(['threads', 'forks', 'vmThreads'].map((pool) => [`vitest, ${pool}`, (setup: string) => {
    writeFileSync(join(folder, 'vitest.config.mjs'), `export default ${JSON.stringify({ test: {
      include: ['vitest.test.mjs'], setupFiles: [`./vitest.${setup}.mjs`], pool, reporters: ['verbose'], watch: false
    } })}`)
    return run([bin('vitest/vitest.mjs'), 'run'])
  }])),
  jest(setup) {
    const config = {
      rootDir: folder,
      testMatch: ['**/jest.test.cjs'],
      setupFilesAfterEnv: [`./jest.${setup}.cjs`],
      verbose: true,
      cacheDirectory: join(folder, 'jest-cache')
    }
    return run([bin('jest/bin/jest.js'), '--config', JSON.stringify(config)])
  },
  'node:test': (setup) => run(['--import', `./node.${setup}.mjs`, '--test', '--test-reporter=spec', 'node.test.mjs'])
}

for (const [name, runWith] of Object.entries(RUNNERS)) {
  t.test(name, async (t) => {
    const failing = runWith('hook')
    t.not(failing.status, 0, failing.output)
    for (const code of ['UNDISPOSED', 'PENDING_RESULT']) t.match(failing.output, `TRACESCOPE_${code}`, failing.output)
    const counted = /Tests:? +(\d+) failed|^ℹ fail (\d+)/m.exec(failing.output)
    t.equal(Number(counted?.slice(1).find(Boolean)), 2, failing.output)

    const warned = runWith('warn')
    t.equal(warned.status, 0, warned.output)
    t.notMatch(warned.output, /must be of type string or an instance of Error/)
    t.match(warned.output, /\[TRACESCOPE_PENDING_RESULT\] TracescopeWarning/, warned.output)
  })
}

t.test('the tests of docs/libraries.md of what is traced, by a recorder', async (t) => {
  writeFileSync(join(folder, 'client.js'), asEsm('tracingChannel', 'tracescope') + `
const channel = tracingChannel('db.query')
export const query = (sql) => channel.tracePromise(async () => sql.length, { sql })
`)
  writeFileSync(join(folder, 'recorder-node.test.mjs'), fileWith('node:test'))
  writeFileSync(join(folder, 'recorder-vitest.test.ts'), fileWith('using recorder'))
  writeFileSync(
    join(folder, 'vitest.config.mjs'), 'export default { test: { include: ["recorder-vitest.test.ts"], watch: false } }'
  )
  const byNode = run(['--test', '--test-reporter=spec', 'recorder-node.test.mjs'])
  t.equal(byNode.status, 0, byNode.output)
  t.match(byNode.output, /^ℹ pass 1$/m)
  const byVitest = run([bin('vitest/vitest.mjs'), 'run'])
  t.equal(byVitest.status, 0, byVitest.output)
  t.match(byVitest.output, /Tests +1 passed/)
})

t.test('the exit code', async (t) => {
  const ways: Readonly<Record<string, (env: Readonly<Record<string, string>>) => Outcome>> = {
    mocha: (env) =>
      run([bin('mocha/bin/mocha.js'), 'mocha.test.mjs'], { ...env, NODE_OPTIONS: '--import tracescope/strict' }),
    'node:test': (env) => run(['--import', 'tracescope/strict', '--test', 'node.test.mjs'], env)
  }
  for (const [name, runWith] of Object.entries(ways)) {
    const failing = runWith({ TRACESCOPE_STRICT: 'exit' })
    t.not(failing.status, 0, `${name}: ${failing.output}`)
    t.match(failing.output, 'TRACESCOPE_PENDING_RESULT')
    t.equal(runWith({}).status, 0, `${name} without it`)
  }
})
