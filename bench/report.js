// Everything that is measured, on every Node at hand, Bun and Deno: the files and charts of bench/results, and the
// figures of the README and docs/.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cachedHosts } from './hosts/time-host.js'
import { CHARTS } from './reporting/charts.js'
import { FIGURES } from './reporting/figures.js'
import { isStillTrue, measure } from './reporting/measure.js'
import { documentedPages, fill, pathOfPage } from './reporting/pages.js'
import { PART_NAMES, PARTS } from './reporting/parts.js'
import { readResults, readRun, writeResult } from './reporting/results.js'
import { cachedNodes, majorOf } from './shared/cached-nodes.js'
import { findNodes, readCommandLine, refuse, refuseUnknown } from './shared/command-line.js'

const USAGE = `Usage: node bench/report.js [--quick] [--fresh] [--draw] [--to FOLDER] [--node PATH]...
                            [--only ${PART_NAMES.join('|')}]...`

const options = readCommandLine(USAGE, {
  quick: { type: 'boolean', default: false },
  fresh: { type: 'boolean' },
  draw: { type: 'boolean' },
  only: { type: 'string', multiple: true },
  to: { type: 'string' },
  node: { type: 'string', multiple: true }
})
refuseUnknown(USAGE, '--only', options.only, PART_NAMES)
const binaries = findNodes(USAGE, options.node ?? cachedNodes())
const majors = binaries.map(({ node }) => majorOf(node))
if (new Set(majors).size < majors.length) {
  refuse(USAGE, 'two --node of the same major version: there is one column for each')
}

const folder = options.to ?? fileURLToPath(new URL('results', import.meta.url))
if (!options.draw) await measureAll()
for (const file of draw()) console.log(file)

/** What is finished is kept: whoever is interrupted goes on with the rest by the same command. */
async function measureAll() {
  const tasks = (options.only ?? PART_NAMES).flatMap((part) => {
    return subjectsOf(PARTS[part]).map((binary) => ({ part, binary, quick: options.quick }))
  })
  const todo = tasks.filter((task) => options.fresh || !isStillTrue(readRun(folder, task.part, task.binary.node), task))
  console.error(`${tasks.length - todo.length} of ${tasks.length} results are there already.`)
  for (const [index, task] of todo.entries()) {
    console.error(`\n[${index + 1}/${todo.length}] ${task.part}, ${PARTS[task.part].ofHosts ? '' : 'Node '}${task.binary.node}`)
    const { run, rows } = await measure(task)
    writeResult(folder, task.part, run, rows)
  }
}

/** What a part is measured on. @param {{ once?: true, ofHosts?: string }} part */
function subjectsOf({ once, ofHosts }) {
  if (ofHosts) return cachedHosts()
  return once ? findNodes(USAGE) : binaries
}

/**
 * Draws the charts and, if these are the package's results, fills in the figures of its pages.
 *
 * @returns {string[]} what was written
 */
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
