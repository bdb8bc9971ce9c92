import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'
import { programFile, runProcess } from '../support/run-process.js'

// What tracescope tries of the host is over when the first line of the program runs. A preload of tracescope is
// compared with one that does nothing.

const PRELOADS: Readonly<Record<string, string>> = { '--require': 'empty.cjs', '--import': 'empty.mjs' }
const program = (name: string): string[] => ['--no-warnings', programFile(name)]

// Promises are destroyed when they are collected: some time.
const eventsOf = ({ counts }: any): object => without(/^destroy/, counts)
const without = (some: RegExp, counts: object): object =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => !some.test(name)))

for (const [flag, empty] of Object.entries(PRELOADS)) {
  const stock = [flag, join(packageFolder, 'bench/loading', empty)]
  const shimmed = [flag, 'tracescope/register']

  t.test(`node ${flag} tracescope/register: async hooks of the program see what they see without`, async (t) => {
    const expected = runProcess([...stock, ...program('async-events')])
    const actual = runProcess([...shimmed, ...program('async-events')])
    t.match(expected, {
      status: 0, stderr: '', output: { counts: { 'init Immediate': 1, 'before Immediate': 1, 'after Immediate': 1 } }
    })
    t.match(actual, { status: 0, stderr: '' })
    t.same(eventsOf(actual.output), eventsOf(expected.output))
    // Loading takes some as well.
    if (flag === '--require') t.equal(actual.output.id, expected.output.id, 'no async id was taken')
  })

  t.test(`node ${flag} tracescope/register: the heap has what it has without`, async (t) => {
    const count = (preload: string[]): object => runProcess([...preload, ...program('heap-counts')]).output
    // A file that is imported is loaded by promises, and one that imports another by more of them.
    const ofLoading = flag === '--import' ? /^Promise$/ : /^$/
    t.same(without(ofLoading, count(shimmed)), without(ofLoading, count(stock)))
  })
}

t.test('async hooks of an earlier preload see what they see without', async (t) => {
  const earlier = ['--require', programFile('async-events')]
  const main = join(packageFolder, 'bench/loading/empty.cjs')
  const { output } = runProcess([...earlier, '--require', main, main])
  t.ok(output.counts['init Immediate'])
  const actual = runProcess([...earlier, '--require', 'tracescope/register', main]).output
  t.same(eventsOf(actual), eventsOf(output))
  t.equal(actual.id, output.id)
})
