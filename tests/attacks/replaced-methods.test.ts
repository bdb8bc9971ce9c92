import t from 'tap'
import { isNode } from '../support/host.js'
import { programFile, runProcess } from '../support/run-process.js'

// Whatever of the language a program replaces, one function or one global after the other: a trace goes as before,
// where one of the stock host does.

/** What the program itself uses while it traces. */
const OF_THE_PROGRAM = ['generators.next', 'generators.return', 'async generators.next']

interface Found {
  readonly count: number
  readonly lines: number
  /** What was to be told from the trace, by what was replaced. */
  readonly differing: Readonly<Record<string, string>>
}

const run = (mode: string): Found => runProcess(['--no-warnings', programFile('replaced-methods'), mode]).output

const stock = run('stock')

for (const mode of ['shim', 'api']) {
  t.test(mode, { skip: !isNode && 'other hosts go by what a program can replace' }, async (t) => {
    const { count, lines, differing } = run(mode)
    t.ok(count > 400, `${count} replacements`)
    t.ok(lines > 150, `${lines} lines each`)
    const ours = Object.entries(differing).filter(([path]) =>
      stock.differing[path] === undefined && !OF_THE_PROGRAM.includes(path))
    t.same(ours, [])
  })
}
