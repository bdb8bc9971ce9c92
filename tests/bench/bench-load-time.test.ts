import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { hostFlags, packageFolder } from '../support/run-program.js'

function loadTime(...options: string[]) {
  return spawnSync(process.execPath, [...hostFlags, join(packageFolder, 'bench/load-time.js'), ...options], {
    encoding: 'utf8'
  })
}

t.test('load-time.js prints how long each way of loading takes', async (t) => {
  const { status, stdout } = loadTime('--rounds', '1', '--json')
  t.equal(status, 0)
  const { node, rows } = JSON.parse(stdout)
  t.equal(node, process.versions.node)
  t.same(rows.map(({ flag }: any) => flag), ['--import', '--require'])
  for (const { flag, empty, register, above, itself } of rows) {
    t.equal(above.median, register.median - empty.median, flag)
    for (const { median } of [empty, register, itself]) t.ok(median > 0, flag)
  }
})

t.test('load-time.js with no rounds: a usage line and exit code 2', async (t) => {
  const { status, stderr } = loadTime('--rounds', '0')
  t.equal(status, 2)
  t.match(stderr, 'Usage: node bench/load-time.js')
})
