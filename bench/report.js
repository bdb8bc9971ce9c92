// @ts-check
// Everything that is measured, on every Node at hand: the files, charts and figures of bench/results, and those of the README and docs/.
import { fileURLToPath } from 'node:url'
import { Clock, inWords } from './reporting/clock.js'
import { draw } from './reporting/draw.js'
import { isStillTrue, measure } from './reporting/measure.js'
import { cachedNodes, majorOf } from './reporting/nodes.js'
import { PART_NAMES, PARTS } from './reporting/parts.js'
import { ResultsFolder } from './reporting/results.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'
import { table } from './terminal/table.js'

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
if (new Set(majors).size < majors.length) refuse(USAGE, 'two --node of the same major version: there is one file for each')

const folder = new ResultsFolder(options.to ?? fileURLToPath(new URL('results', import.meta.url)))
if (!options.draw) await measureAll()
for (const file of await draw(folder, { isInPackage: options.to === undefined })) console.log(file)

async function measureAll() {
  const effort = options.quick ? 'quick' : 'default'
  const [here] = findNodes(USAGE, undefined)
  const tasks = PART_NAMES.filter((part) => options.only?.includes(part) ?? true).flatMap((part) => {
    return (PARTS[part].once ? [here] : binaries).map((binary) => ({ part, binary, quick: options.quick, before: folder.read(part, binary.node) }))
  })
  const todo = tasks.filter((task) => options.fresh || !isStillTrue(task.before, task)).map((task) => {
    const { part, binary, before } = task
    const seconds = before?.effort === effort ? before.seconds : PARTS[part].seconds[effort]
    return { ...task, seconds, title: PARTS[part].once ? part : `${part}, Node ${binary.node}` }
  })
  const clock = new Clock(new Map(todo.map(({ title, seconds }) => [title, seconds])))
  console.error(`${tasks.length - todo.length} of ${tasks.length} results are there already. To be measured, in about ${clock.left()}:`)
  console.error(table(todo.map(({ title, seconds }) => [`  ${title}`, `~ ${inWords(seconds)}`])))
  for (const [event, code] of /** @type {const} */ ([['SIGINT', 130], ['SIGTERM', 143]])) {
    process.once(event, () => {
      console.error('\nInterrupted. What is finished is kept: the same command goes on with the rest.')
      process.exit(code)
    })
  }
  for (const [index, { title, ...task }] of todo.entries()) {
    console.error(`\n[${index + 1}/${todo.length}] ${title}; ${clock.left()} left`)
    const result = await measure(task)
    folder.write(result)
    clock.over(title, result.seconds)
  }
}
