import { readdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { basename, join } from 'node:path'
import { ROW_HERE } from './rows.js'
import { runFile } from './run-file.js'

/** Runs all built tests of a folder on the Node at hand, prints how each went, and sets the exit code. */
export async function runFolder(folder: string): Promise<void> {
  let passed = 0
  let failed = 0
  const queue = readdirSync(folder).filter((name) => name.endsWith('.test.js')).sort()
  const run = async (file: string): Promise<void> => {
    const started = Date.now()
    const outcome = await runFile(process.execPath, ROW_HERE, join(folder, file))
    passed += outcome.passed
    failed += outcome.ok ? 0 : Math.max(outcome.failed, 1)
    for (const [, line] of outcome.output.matchAll(/^ *(.*# SKIP .*)$/gm)) console.log(line)
    if (!outcome.ok) console.log(outcome.output)
    console.log(`${outcome.ok ? 'ok' : 'FAILED'}  ${basename(file, '.test.js')}: ${outcome.passed} passed ` +
      `in ${((Date.now() - started) / 1000).toFixed(0)} s`)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await run(file)
  }))
  console.log(`\n${passed} passed, ${failed} failed`)
  process.exitCode = failed || !passed ? 1 : 0
}
