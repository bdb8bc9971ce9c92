import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'

// `npm run test:node` runs Node's own tests stock and with tracescope. Here it runs a few of our own in the same
// layout: nothing differs, and what differs is found when the shim is broken on purpose.

const sample = join(packageFolder, 'tests', 'node', 'sample')
const runner = join(packageFolder, '.build', 'tests', 'node', 'run.js')

function run(...args: string[]) {
  return spawnSync(process.execPath, [runner, '--node', process.execPath, ...args], { encoding: 'utf8' })
}

t.test('nothing differs, with what fails on this Node itself', async (t) => {
  const { status, stdout, stderr } = run(sample, '--api')
  t.equal(stderr, '')
  t.equal(status, 0, stdout)
  for (const subject of ['shim', 'shim with storages', 'api']) {
    t.match(
      stdout, `ok  node ${process.versions.node}, ${subject}: 10 the same, 0 different; 1 fail on this Node itself`
    )
  }
  t.match(stdout, '30 compared, 0 different')
})

t.test('what differs is found, and named', async (t) => {
  const { status, stdout } = run(sample, '--preload', join(packageFolder, 'tests', 'node', 'breaks-trace-sync.cjs'))
  t.equal(status, 1)
  t.match(stdout, `DIFFERENT  node ${process.versions.node}, shim: test-diagnostics-channel-trace-sync.js`)
  t.match(stdout, '  - exit code 0\n  + exit code 1')
  t.match(stdout, `FAILED  node ${process.versions.node}, shim: 9 the same, 1 different`)
  t.match(stdout, '20 compared, 2 different')
})

t.test('the files that match, and a checkout as a whole', async (t) => {
  const { stdout } = run(sample, '--match', 'run-stores|als', '--behaviour', 'node26')
  t.match(stdout, `ok  node ${process.versions.node}, shim, behaviour node26: 2 the same, 0 different`)
})

t.test('a usage line and exit code 2', async (t) => {
  for (const args of [
    [], [join(sample, 'common')], [sample, '--match', 'no such file'], [sample, '--behaviour', 'node30'],
    [sample, '--colour']
  ]) {
    const { status, stdout, stderr } = run(...args)
    t.equal(status, 2)
    t.equal(stdout, '')
    t.match(stderr, 'Usage: npm run test:node -- PATH')
  }
})
