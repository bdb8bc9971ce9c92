import { createRequire } from 'node:module'
import { join } from 'node:path'
import t from 'tap'
import { installPackages } from '../support/install-packages.js'
import { packageFolder } from '../support/run-program.js'
import { makeProject } from '../types/compile.js'
import { testPrograms } from '../types/test-compiler.js'
import { hoverTexts, missingExports } from '../types/language-service.js'
import { newFolder } from './packages.js'

// The types in TypeScript 5.9, and what an editor shows of them.

const cache = join(packageFolder, '.cache', 'typescript')
installPackages(join(packageFolder, 'tests', 'types', 'packages'), cache)
const typescript = createRequire(join(cache, 'package.json'))('typescript')

t.test('every type that a public signature names is exported', async (t) => {
  for (const entry of ['index', 'testing', 'strict', 'doctor', 'eslint']) {
    t.same(missingExports(typescript, join(packageFolder, 'dist', 'esm', `${entry}.d.ts`)), [], entry)
  }
})

t.test('an editor says what each handler, option and outcome is', async (t) => {
  const folder = newFolder('hover')
  makeProject(folder, 26, {
    'hover.mts': `import { instrument, install, tracingChannel, boundedChannel, channel } from 'tracescope'
const queries = tracingChannel<{ sql: string, result?: number }>('db.query')
queries.subscribe({
  start() {}, end() {}, asyncStart() {}, asyncEnd({ result }) { result }, error({ error }) { error }
})
boundedChannel('db.query').subscribe({ start() {}, end() {} })
instrument(queries, (done: () => void) => done(), {
  kind: 'callback', position: 0, optional: true, context: () => ({ sql: '' })
})
instrument(queries, () => {}, { until() {} })
instrument(queries, () => {}, { context: () => ({ sql: '' }) })
install({ storages: true, behaviour: 'host' })
tracingChannel<{ host: string }>('db.connect').subscribe({
  asyncEnd(message) { message.result }, error(message) { message.error }
})
queries.end.subscribe((message) => { message.result; message.error })
queries.start.bindStore(undefined!, () => {})
channel('job').publish({})
`
  })
  const silent = hoverTexts(typescript, join(folder, 'hover.mts'))
    .filter(({ text }) => text === '').map(({ name, line }) => `${line}: ${name}`)
  t.same(silent, [])
})

testPrograms('TypeScript 5.9', join(cache, 'node_modules', 'typescript', 'bin', 'tsc'))
