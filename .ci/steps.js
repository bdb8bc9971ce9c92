// @ts-check
// What CI does after `npm test`, two steps at a time: lint, the tests on every host of the matrix, what is published,
// real libraries and agents, the hosts that are not Node, and what calls allocate on the Nodes of the matrix. While one
// step waits for packages, or has work for one processor alone, the other goes on. What a step prints is printed in one
// piece when it has ended. All steps are run, though one has failed, but for those that need it.
import { spawn } from 'node:child_process'

/**
 * A command, and the steps that have to be over before it, by their names.
 *
 * @typedef {{ name: string, command: string, after?: readonly string[] }} Step
 */

/** The first that can be begun is the next one. @type {readonly Step[]} */
const STEPS = [
  { name: 'hosts of the matrix', command: 'node .build/tests/matrix/run.js --install' },
  // `npm test` has built the package and the tests of the matrix.
  { name: 'build', command: 'node scripts/build.js package-tests host-tests real-tests' },
  { name: 'matrix', command: 'node .build/tests/matrix/run.js --after-here', after: ['hosts of the matrix'] },
  { name: 'lint', command: 'npm run lint' },
  { name: 'package', command: 'node .build/package/run.js', after: ['build'] },
  { name: 'real', command: 'node .build/tests/real/run.js', after: ['build', 'hosts of the matrix'] },
  { name: 'other hosts', command: 'node .build/tests/hosts/run.js', after: ['build', 'hosts of the matrix'] },
  { name: 'what calls allocate', command: 'node bench/check.js --all', after: ['hosts of the matrix'] }
]
const AT_A_TIME = 2

/** Whether each step that is over has passed, by its name. @type {Map<string, boolean>} */
const passed = new Map()
const waiting = [...STEPS]
let running = 0

begin()

/** Begins as many steps as can be. */
function begin() {
  while (running < AT_A_TIME) {
    const next = waiting.findIndex(({ after = [] }) => after.every((name) => passed.has(name)))
    if (next < 0) break
    const [step] = /** @type {[Step]} */ (waiting.splice(next, 1))
    const failed = (step.after ?? []).filter((name) => !passed.get(name))
    if (failed.length === 0) run(step)
    else end(step, false, `not run, since these have failed: ${failed.join(', ')}\n`)
  }
  if (running === 0) report()
}

/** @param {Step} step */
function run(step) {
  running++
  console.log(`\n… ${step.name}`)
  const began = Date.now()
  const child = spawn(step.command, { shell: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => { output += chunk })
  }
  child.on('close', (status) => {
    running--
    end(step, status === 0, `${output}(${((Date.now() - began) / 1000).toFixed(0)} s)\n`)
    begin()
  })
}

/** @param {Step} step @param {boolean} isRight @param {string} output */
function end({ name, command }, isRight, output) {
  passed.set(name, isRight)
  console.log(`\n${isRight ? 'ok' : 'FAILED'}  ${name}\n$ ${command}\n${output}`)
}

function report() {
  const failed = STEPS.filter(({ name }) => !passed.get(name)).map(({ name }) => name)
  if (failed.length > 0) console.log(`FAILED: ${failed.join(', ')}`)
  process.exitCode = failed.length > 0 ? 1 : 0
}
