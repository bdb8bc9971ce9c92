import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { hostFlags, packageFolder } from '../support/run-program.js'

// What bench/throughput.js times: the mixed program does the same by all implementations, and two builds can be
// compared.

const { inTurns } = await import(pathToFileURL(join(packageFolder, 'bench/shared/in-turns.js')).href)
const { prepareCalls } = await import(pathToFileURL(join(packageFolder, 'bench/calls/prepare-calls.js')).href)
const { Storages } = await import(pathToFileURL(join(packageFolder, 'bench/calls/storages.js')).href)

function throughput(...options: string[]): any {
  const args = [...hostFlags, join(packageFolder, 'bench/throughput.js'), '--quick', '--json', ...options]
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  t.equal(status, 0, stderr)
  return JSON.parse(stdout)
}

t.test('sides take turns: so many rounds count, and the order of the sides can alternate', async (t) => {
  const made: string[] = []
  const sides = Object.fromEntries(['a', 'b'].map((name) => [name, () => made.push(name)]))
  t.same(await inTurns(sides, { rounds: 2 }), { a: [1, 3], b: [2, 4] })
  t.same(made.splice(0).join(''), 'abab')
  t.same(await inTurns(sides, { rounds: 2, uncounted: 1, isAlternating: true }), { a: [3, 6], b: [4, 5] })
  t.same(made.join(''), 'baabba')
})

t.test('the floor by hand enters what the transforms make, and puts back what was there', async (t) => {
  const storages = new Storages(2, true)
  const [first, second] = storages.all
  const hand = storages.byHand()
  const message = { id: 1 }
  first.run('outer', () => {
    const outer = hand.enter(message)
    t.same([first.getStore(), second.getStore()], [{ message, parent: 'outer' }, { message, parent: undefined }])
    hand.leave(outer)
    t.same([first.getStore(), second.getStore()], ['outer', undefined])
  })
})

t.test('mixed: all implementations make the same calls', async (t) => {
  const implementations = ['node', 'tracescope', 'byHand', 'direct']
  const loops = await prepareCalls({ api: 'mixed', subscribers: true, stores: 2, transforms: true }, implementations)
  const results = []
  for (const name of implementations) results.push(await loops[name](120))
  t.same(new Set(results).size, 1, `${results}`)
})

t.test('cases are chosen by their title', async (t) => {
  const { rows } = throughput('--rows', 'traceSync, 1 ambient store')
  t.match(rows, [{
    api: 'traceSync', stores: 1, transforms: true, ambient: 1, node: Number, tracescope: Number, floor: Number,
    ratio: Number
  }])
  t.equal(rows.length, 1)
})

t.test('--against compares the build of another checkout with this one', async (t) => {
  const { builds, rows } = throughput('--against', packageFolder, '--only', 'isolate')
  t.equal(builds.other, builds.this)
  t.match(rows, [{ api: 'isolate', other: Number, this: Number, ratio: Number, spread: { ratio: [Number, Number] } }])
})
