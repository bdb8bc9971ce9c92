import t from 'tap'
import { PRELOADS, programFile, runProcess } from '../support/run-process.js'

// What comes from another realm is traced as the host traces it.

const program = programFile('vm-contexts')
const stock = runProcess([program])

t.test('without the shim', async (t) => {
  t.match(stock, { status: 0, output: { installed: false } })
  t.same(stock.output.seen.slice(0, 6), [
    'traceSync',
    'start foreign Object undefined undefined: foreign Object',
    'end foreign Object foreign Object undefined: foreign Object',
    'gave foreign Object: undefined',
    'later foreign Object: undefined',
    'after: undefined'
  ])
  t.match(stock.output.seen.join('\n'), /error Object undefined foreign Error: Object\n/)
})

for (const preload of PRELOADS) {
  for (const storages of ['0', '1']) {
    t.test(`node ${preload.join(' ')}, TRACESCOPE_STORAGES=${storages}`, async (t) => {
      const shimmed = runProcess([...preload, program], { TRACESCOPE_STORAGES: storages })
      t.same(shimmed, { ...stock, output: { ...stock.output, installed: true } })
    })
  }
}

t.test('install() by a copy of tracescope that was loaded in another realm than the host', async (t) => {
  t.same(runProcess([program, 'install']), stock)
  t.same(runProcess(['--import', 'tracescope/register', program, 'install']), {
    ...stock, output: { ...stock.output, installed: true }
  })
})
