import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { hostFlags, packageFolder } from '../support/run-program.js'

function bench(name: string, ...options: string[]) {
  return spawnSync(process.execPath, [...hostFlags, join(packageFolder, 'bench', name), ...options], {
    encoding: 'utf8'
  })
}

for (const name of [
  'closures.js', 'throughput.js', 'load-time.js', 'growth.js', 'server.js', 'size.js', 'report.js', 'check.js'
]) {
  for (const [what, options] of Object.entries({
    'an unknown option': ['--colour'],
    'an argument where none belongs': ['traceSync'],
    'a binary that is not there': ['--node', 'no/such/node'],
    'a binary that is no Node': ['--node', join(packageFolder, 'package.json')]
  })) {
    t.test(`${name} with ${what}: a usage line and exit code 2`, async (t) => {
      const { status, stdout, stderr } = bench(name, ...options)
      t.equal(status, 2)
      t.equal(stdout, '')
      t.match(stderr, `Usage: node bench/${name}`)
    })
  }
}

for (const options of [
  ['--only', 'mixt'], ['--rows', 'no such row'], ['--against', 'no/such/checkout'],
  ['--host', 'node'], ['--host', 'bun', '--rows', 'no such row']
]) {
  t.test(`throughput.js ${options.join(' ')}: a usage line and exit code 2`, async (t) => {
    const { status, stderr } = bench('throughput.js', ...options)
    t.equal(status, 2)
    t.match(stderr, 'Usage: node bench/throughput.js')
  })
}

for (const options of [['--requests', '-1'], ['--requests', 'three'], ['--agent', 'smith']]) {
  t.test(`server.js ${options.join(' ')}: a usage line and exit code 2`, async (t) => {
    const { status, stderr } = bench('server.js', ...options)
    t.equal(status, 2)
    t.match(stderr, 'Usage: node bench/server.js')
  })
}
