import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from './support/run-program.js'
import { programFile, runProcess } from './support/run-process.js'

// What tracescope tries of the host is over when the first line of the program runs. A preload of tracescope is compared with
// one that does nothing.

const PRELOADS: Readonly<Record<string, string>> = { '--require': 'empty.cjs', '--import': 'empty.mjs' }
const program = (name: string): string[] => ['--no-warnings', programFile(name)]

// A file that is imported is loaded by promises, each of which is collected some time; one that imports another has more.
const OF_LOADING = /^(destroy .*|Promise)$/
const withoutLoading = (counts: object): object => Object.fromEntries(Object.entries(counts).filter(([name]) => !OF_LOADING.test(name)))

for (const [flag, empty] of Object.entries(PRELOADS)) {
  const stock = [flag, join(packageFolder, 'bench/loading', empty)]
  const shimmed = [flag, 'tracescope/register']
  const comparable = flag === '--import' ? withoutLoading : (counts: object) => counts

  t.test(`node ${flag} tracescope/register: async hooks of the program see what they see without`, async (t) => {
    const expected = runProcess([...stock, ...program('async-events')])
    const actual = runProcess([...shimmed, ...program('async-events')])
    t.match(expected, { status: 0, stderr: '', output: { counts: { 'init Immediate': 1, 'before Immediate': 1, 'after Immediate': 1 } } })
    t.match(actual, { status: 0, stderr: '' })
    t.same(comparable(actual.output.counts), comparable(expected.output.counts))
    // Loading takes some as well.
    if (flag === '--require') t.equal(actual.output.id, expected.output.id, 'no async id was taken')
  })

  t.test(`node ${flag} tracescope/register: the heap has what it has without`, async (t) => {
    const count = (preload: string[]): object => comparable(runProcess([...preload, ...program('heap-counts')]).output)
    t.same(count(shimmed), count(stock))
  })
}

t.test('async hooks of an earlier preload see what they see without', async (t) => {
  const earlier = ['--require', programFile('async-events')]
  const main = join(packageFolder, 'bench/loading/empty.cjs')
  const { output } = runProcess([...earlier, '--require', main, main])
  t.ok(output.counts['init Immediate'])
  t.same(runProcess([...earlier, '--require', 'tracescope/register', main]).output, output)
})
