import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from './support/run-program.js'

const folder = mkdtempSync(join(tmpdir(), 'report-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'size.json')

/** Runs the smallest part of the report, and gives what it says of its plan. */
function report(...options: string[]): string {
  const args = [join(packageFolder, 'bench/report.js'), '--only', 'size', '--node', process.execPath, '--to', folder, ...options]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  t.equal(status, 0, stderr)
  return stderr
}

const NOTHING_THERE = '0 of 1 results are there already'
const ALL_THERE = '1 of 1 results are there already'

t.test('what is not there is measured, and kept with its conditions', async (t) => {
  t.match(report(), NOTHING_THERE)
  t.same(readdirSync(folder).sort(), ['README.md', 'size.json'])
  t.match(JSON.parse(readFileSync(file, 'utf8')), {
    bench: 'size', node: process.versions.node, effort: 'default', machine: { cpu: String, cores: Number, os: String },
    measured: { bytes: Number, compressedBytes: Number }
  })
})

t.test('what is there is not measured again, but with --fresh', async (t) => {
  t.match(report(), ALL_THERE)
  t.match(report('--fresh'), NOTHING_THERE)
})

t.test('what is of another build of the library, or another machine, is measured again', async (t) => {
  const result = JSON.parse(readFileSync(file, 'utf8'))
  for (const other of [{ build: 'another' }, { machine: { ...result.machine, cores: 0 } }]) {
    writeFileSync(file, JSON.stringify({ ...result, ...other }))
    t.match(report(), NOTHING_THERE)
    const { date, seconds, ...again } = JSON.parse(readFileSync(file, 'utf8'))
    t.match(result, again)
  }
})
