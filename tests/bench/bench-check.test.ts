import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { ROWS } from '../matrix/rows.js'
import { packageFolder } from '../support/run-program.js'

// The guard that compares what calls allocate with the counts that are kept.

const file = (name: string): string => join(packageFolder, 'bench', name)
const { compare, inWords } = await import(pathToFileURL(file('counting/kept-counts.js')).href)

const KEPT = {
  'traceSync: no stores': { closures: 0, allocations: 3, bytes: 56 },
  'isolate: a call': { closures: 0, allocations: 4, bytes: 64 }
}
const differences = (counted: object, ...what: unknown[]): string[] => compare(KEPT, counted, ...what).map(inWords)

t.test('the same counts', async (t) => {
  t.same(differences({ ...KEPT }), [])
})

t.test('each count that is another is named, with what it was', async (t) => {
  const counted = { ...KEPT, 'traceSync: no stores': { closures: 1, allocations: 2, bytes: 57 } }
  t.same(differences(counted), [
    'traceSync: no stores: closures 0 → 1, worse',
    'traceSync: no stores: allocations 3 → 2, better',
    'traceSync: no stores: bytes 56 → 57, worse'
  ])
  t.same(
    differences(counted, ['closures']), ['traceSync: no stores: closures 0 → 1, worse'], 'of those that are compared'
  )
})

t.test('rows that are new or gone', async (t) => {
  const { 'isolate: a call': isolate, ...others } = KEPT
  t.same(differences({ ...others, 'isolate: two calls': isolate }, ['closures', 'bytes']), [
    'isolate: a call: closures 0, no longer counted', 'isolate: a call: bytes 64, no longer counted',
    'isolate: two calls: closures 0, new', 'isolate: two calls: bytes 64, new'
  ])
})

t.test('counts are kept of each Node that has a row of its own in the matrix with all the tests', async (t) => {
  const versions = ROWS.filter(({ only, spec }) => !only && spec.startsWith('node@')).map(({ spec }) =>
    spec.replace('node@', ''))
  const { nodes } = JSON.parse(readFileSync(file('results/counts.json'), 'utf8'))
  t.same(Object.keys(nodes), [...new Set(versions)])
  const [first, ...others] = Object.values<object>(nodes).map(Object.keys)
  for (const rows of others) t.same(rows, first, 'the same rows')
})

t.test('a Node of which none are kept', {
  skip: process.platform === 'win32' && 'the Node is a shell script'
}, async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-check-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const node = join(folder, 'node')
  writeFileSync(node, '#!/bin/sh\necho \'{ "node": "1.2.3", "v8": "4.5" }\'\n', { mode: 0o755 })
  const check = (...options: string[]) =>
    spawnSync(process.execPath, [file('check.js'), '--node', node, ...options], { encoding: 'utf8' })

  const { status, stdout } = check()
  t.equal(status, 0, 'is no failure')
  t.match(stdout, 'Node 1.2.3: no counts are kept, nothing is compared')
  const all = check('--all')
  t.equal(all.status, 1, 'but with --all that those are missing is')
  t.match(all.stderr, /Not there: Node 20\..*npm run test:matrix/)
})
