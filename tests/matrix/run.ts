import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { HERE, hostBinary } from './hosts.js'
import { ROW_HERE, ROWS, type Row } from './rows.js'
import { runFile } from './run-file.js'

// Runs the built tests on every host of the matrix, or on those whose row has a text in its name: `npm run test:matrix 24`.
// `here` is the Node at hand: `npm test`.

const tests = fileURLToPath(new URL('..', import.meta.url))
const testsWithoutTap = fileURLToPath(new URL('../../tests-without-tap', import.meta.url))
const files = readdirSync(tests).filter((name) => name.endsWith('.test.js')).sort()
const [wanted = ''] = process.argv.slice(2)
const rows = wanted === HERE ? [ROW_HERE] : ROWS.filter(({ name }) => name.includes(wanted))
let passed = 0
let failed = 0

for (const { name, only = [], except = [] } of ROWS) {
  const unknown = [...only, ...except].filter((test) => !files.includes(`${test}.test.js`))
  if (unknown.length > 0) throw new Error(`the row ${name} names tests that are not there: ${unknown.join(', ')}`)
}
for (const row of rows) await runRow(row)
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed || !passed ? 1 : 0

function isWanted({ only, except }: Row, test: string): boolean {
  return only !== undefined ? only.includes(test) : !except?.includes(test)
}

async function runRow(row: Row): Promise<void> {
  const binary = hostBinary(row.spec)
  const folder = row.withoutTap ? testsWithoutTap : tests
  const title = row.withoutTap ? row.name : `node ${row.name}`
  const started = Date.now()
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const queue = files.filter((name) => isWanted(row, name.replace('.test.js', '')))
  const worker = async (): Promise<void> => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) {
      const outcome = await runFile(binary, row, join(folder, file))
      counts.passed += outcome.passed
      counts.skipped += outcome.skipped
      counts.failed += outcome.ok ? 0 : Math.max(outcome.failed, 1)
      if (!outcome.ok) console.log(`\n${title}: ${basename(file)}\n${outcome.output}`)
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  passed += counts.passed
  failed += counts.failed
  const verdict = counts.failed ? 'FAILED' : 'ok'
  console.log(`${verdict}  ${title}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${((Date.now() - started) / 1000).toFixed(0)} s  (${row.reason})`)
}
