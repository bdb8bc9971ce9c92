import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'

const load = (name: string): Promise<any> => import(pathToFileURL(join(packageFolder, 'bench/reporting', name)).href)
const { readResults, writeResult } = await load('results.js')
const { FIGURES } = await load('figures.js')
const folder = mkdtempSync(join(tmpdir(), 'report-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const file = join(folder, 'size.json')

/** Runs the smallest part of the report, and gives what it says of its plan. */
function report(...options: string[]): string {
  const args = [
    join(packageFolder, 'bench/report.js'), '--only', 'size', '--node', process.execPath, '--to', folder, ...options
  ]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  t.equal(status, 0, stderr)
  return stderr
}

const NOTHING_THERE = '0 of 1 results are there already'
const ALL_THERE = '1 of 1 results are there already'

t.test('what is not there is measured, and kept with its conditions', async (t) => {
  t.match(report(), NOTHING_THERE)
  t.same(readdirSync(folder).sort(), ['size.json'])
  const { runs, rows } = JSON.parse(readFileSync(file, 'utf8'))
  t.match(runs.any, {
    node: process.versions.node, effort: 'default', machine: { cpu: String, cores: Number, os: String }, build: String
  })
  t.same(rows.map((row: any) => row.case.entry), ['browser', 'live', 'edge', 'node'])
  for (const { on } of rows) t.match(on, { any: { bytes: Number, compressedBytes: Number } })
})

t.test('what is there is not measured again, but with --fresh', async (t) => {
  t.match(report(), ALL_THERE)
  t.match(report('--fresh'), NOTHING_THERE)
})

t.test('what is of another build of the library, or another machine, is measured again', async (t) => {
  const { runs: { any: run }, rows } = JSON.parse(readFileSync(file, 'utf8'))
  for (const other of [{ build: 'another' }, { machine: { ...run.machine, cores: 0 } }]) {
    writeFileSync(file, JSON.stringify({ runs: { any: { ...run, ...other } }, rows }))
    t.match(report(), NOTHING_THERE)
    const { runs: { any: { date, seconds, ...again } }, rows: rowsAgain } = JSON.parse(readFileSync(file, 'utf8'))
    t.match(run, again)
    t.same(rowsAgain, rows)
  }
})

t.test('a row is a line, and what is measured again on one Node changes what is of that Node alone', async (t) => {
  const measured = (node: number) => [
    { flag: '--import', above: { median: node } }, { flag: '--require', above: { median: 1 / 3 } }
  ]
  const run = (node: string) => ({ node, machine: {}, settings: {} })
  const lines = (): string[] =>
    readFileSync(join(folder, 'load-time.json'), 'utf8').split('\n').filter((line) => line.includes('"case"'))
  writeResult(folder, 'load-time', run('20.20.2'), measured(1))
  writeResult(folder, 'load-time', run('22.23.3'), measured(2))
  const [before, other] = lines()
  writeResult(folder, 'load-time', run('22.23.3'), measured(3))
  t.same(lines(), [before!.replace('"median":2', '"median":3'), other])
  t.match(other, '"median":0.3333333', 'no more digits than there are')
  writeResult(folder, 'load-time', run('22.23.3'), measured(3).slice(1))
  const { rows: [first] } = JSON.parse(readFileSync(join(folder, 'load-time.json'), 'utf8'))
  t.same(first.on, { 20: { above: { median: 1 } } }, 'what is no longer measured is gone')
})

t.test('Bun and Deno have columns of their own: a new version of one changes those of that one alone', async (t) => {
  const run = (node: string) => ({ node, machine: {}, settings: {} })
  const measured = (host: number) => [
    {
      row: 'traceSync, no store', host, tracescope: 50, ratio: host / 50, shimRatio: 3,
      spread: { ratio: [1, 2], shimRatio: [2, 4] }
    },
    {
      row: 'withScope against run', host, tracescope: 50, byHand: 40, ratio: host / 50, byHandRatio: host / 40,
      spread: { ratio: [1, 2], byHandRatio: [2, 3] }
    }
  ]
  const cellsOf = (line: string): string[] => line.split('|').map((cell) => cell.trim())
  const table = (): string[][] => FIGURES.hosts(readResults(folder)).split('\n').map(cellsOf)
  writeResult(folder, 'hosts', run('Bun 1.4.5'), measured(100))
  writeResult(folder, 'hosts', run('Deno 2.9.6'), measured(1000).slice(1))
  writeResult(folder, 'hosts', run('Bun 1.5.0'), measured(90))
  t.same(table(), [
    ['', '', 'Bun 1.5.0', 'by hand', 'with the shim', 'Deno 2.9.6', 'by hand', 'with the shim', ''],
    ['', '---', '---', '---', '---', '---', '---', '---', ''],
    [
      '', '`traceSync`, no store', '90 → 50 · 1.80 (1.00\u00a0…\u00a02.00)', '–', '3.00 (2.00\u00a0…\u00a04.00)',
      '–', '–', '–', ''
    ],
    [
      '', '`withScope` against `run`', '90 → 50 · 1.80 (1.00\u00a0…\u00a02.00)', '40 · 2.25 (2.00\u00a0…\u00a03.00)',
      '–', '1000 → 50 · 20.00 (1.00\u00a0…\u00a02.00)', '40 · 25.00 (2.00\u00a0…\u00a03.00)', '–', ''
    ]
  ])
})
