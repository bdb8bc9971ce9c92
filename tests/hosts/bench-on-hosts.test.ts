import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from './places.js'

// `bench/throughput.js --host` times each of its rows on Bun and Deno.

for (const host of ['bun', 'deno']) {
  t.test(host, async (t) => {
    const args = [join(packageFolder, 'bench/throughput.js'), '--host', host, '--quick', '--json']
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const { rows } = JSON.parse(stdout || '{"rows":[]}')
    t.equal(rows.length, 12, stderr)
    for (const { row, hostNanoseconds, tracescopeNanoseconds, ratio } of rows) {
      t.ok(hostNanoseconds > 0 && tracescopeNanoseconds > 0 && ratio > 0, row)
    }
  })
}
