import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { hostFlags, packageFolder } from '../support/run-program.js'

t.test('growth.js prints the points of a curve', async (t) => {
  const args = [...hostFlags, join(packageFolder, 'bench/growth.js'), '--quick', '--only', 'subscribers', '--json']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  t.equal(status, 0, stderr)
  const { node, rows } = JSON.parse(stdout)
  t.equal(node, process.versions.node)
  t.same(
    rows.map(({ curve, count, subscribers }: any) => [curve, count, subscribers]),
    [0, 1, 8, 64].map((count) => ['subscribers', count, count])
  )
  t.ok(rows[3].tracescope > rows[1].tracescope, 'more subscribers take longer')
})
