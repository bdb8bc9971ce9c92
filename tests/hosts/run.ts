import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROW_HERE } from '../matrix/rows.js'
import { runFile } from '../matrix/run-file.js'
import { installHosts } from './places.js'

// The hosts that a library meets and that are not Node, at work: `npm run test:hosts`.

const tests = fileURLToPath(new URL('.', import.meta.url))
let passed = 0
let failed = 0

installHosts()
for (const file of readdirSync(tests).filter((name) => name.endsWith('.test.js')).sort()) {
  const started = Date.now()
  const outcome = await runFile(process.execPath, ROW_HERE, join(tests, file))
  passed += outcome.passed
  failed += outcome.ok ? 0 : Math.max(outcome.failed, 1)
  for (const [, line] of outcome.output.matchAll(/^ *(.*# SKIP .*)$/gm)) console.log(line)
  if (!outcome.ok) console.log(outcome.output)
  console.log(`${outcome.ok ? 'ok' : 'FAILED'}  ${basename(file, '.test.js')}: ${outcome.passed} passed in ${((Date.now() - started) / 1000).toFixed(0)} s`)
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed || !passed ? 1 : 0
