import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { ROW_HERE } from './rows.js'
import { runFile } from './run-file.js'

/** Runs all built tests of a folder on the Node at hand, prints how each went, and sets the exit code. */
export async function runFolder(folder: string): Promise<void> {
  let passed = 0
  let failed = 0
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.test.js')).sort()) {
    const started = Date.now()
    const outcome = await runFile(process.execPath, ROW_HERE, join(folder, file))
    passed += outcome.passed
    failed += outcome.ok ? 0 : Math.max(outcome.failed, 1)
    for (const [, line] of outcome.output.matchAll(/^ *(.*# SKIP .*)$/gm)) console.log(line)
    if (!outcome.ok) console.log(outcome.output)
    console.log(`${outcome.ok ? 'ok' : 'FAILED'}  ${basename(file, '.test.js')}: ${outcome.passed} passed in ${((Date.now() - started) / 1000).toFixed(0)} s`)
  }
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed || !passed ? 1 : 0
}
