// @ts-check
// Everything that is measured, on every Node at hand: the files and charts of bench/results, and the figures of the README and docs/.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CHARTS } from './reporting/charts.js'
import { FIGURES } from './reporting/figures.js'
import { cachedNodes, isStillTrue, measure } from './reporting/measure.js'
import { documentedPages, fill, pathOfPage } from './reporting/pages.js'
import { majorOf, PART_NAMES, PARTS, readResults, readRun, writeResult } from './reporting/results.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'

const USAGE = `Usage: node bench/report.js [--quick] [--fresh] [--draw] [--only ${PART_NAMES.join('|')}]... [--to FOLDER] [--node PATH]...`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean', default: false },
  fresh: { type: 'boolean' },
  draw: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  to: { type: 'string' },
  node: { type: 'string', multiple: true }
})
const unknown = options.only?.find((part) => !PART_NAMES.some((known) => known === part))
if (unknown !== undefined) refuse(USAGE, `--only is one of ${PART_NAMES.join(', ')}`)
const binaries = findNodes(USAGE, options.node ?? cachedNodes())
const majors = binaries.map(({ node }) => majorOf(node))
if (new Set(majors).size < majors.length) refuse(USAGE, 'two --node of the same major version: there is one column for each')

const folder = options.to ?? fileURLToPath(new URL('results', import.meta.url))
if (!options.draw) await measureAll()
for (const file of draw()) console.log(file)

async function measureAll() {
  const effort = options.quick ? 'quick' : 'default'
  const [here] = findNodes(USAGE, undefined)
  const tasks = PART_NAMES.filter((part) => options.only?.includes(part) ?? true).flatMap((part) => {
    return ('once' in PARTS[part] ? [here] : binaries).map((binary) => ({ part, binary, quick: options.quick }))
  })
  const todo = tasks.map((task) => ({ ...task, before: readRun(folder, task.part, task.binary.node) }))
    .filter((task) => options.fresh || !isStillTrue(task.before, task))
    .map((task) => ({ ...task, seconds: task.before?.effort === effort ? task.before.seconds : PARTS[task.part].seconds[effort] }))
  console.error(`${tasks.length - todo.length} of ${tasks.length} results are there already.`)
  for (const [event, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143]])) {
    process.once(event, () => {
      console.error('\nInterrupted. What is finished is kept: the same command goes on with the rest.')
      process.exit(code)
    })
  }
  for (const [index, task] of todo.entries()) {
    const left = todo.slice(index).reduce((sum, { seconds }) => sum + seconds, 0)
    console.error(`\n[${index + 1}/${todo.length}] ${task.part}, Node ${task.binary.node}; about ${Math.ceil(left / 60)} min left`)
    const { run, rows } = await measure(task)
    writeResult(folder, task.part, run, rows)
  }
}

/** Draws the charts and, if these are the package's results, fills in the figures of its pages. @returns {string[]} what was written */
function draw() {
  const results = readResults(folder)
  /** @type {Map<string, string>} */
  const files = new Map()
  for (const [name, chart] of Object.entries(CHARTS)) {
    if (results[chart.needs].rows.length > 0) files.set(join(folder, `${name}.svg`), chart.draw(results))
  }
  for (const path of options.to === undefined ? documentedPages().map(pathOfPage) : []) {
    const text = readFileSync(path, 'utf8')
    const filled = fill(text, FIGURES, results)
    if (filled !== text) files.set(path, filled)
  }
  for (const [path, text] of files) writeFileSync(path, text)
  return [...files.keys()]
}
