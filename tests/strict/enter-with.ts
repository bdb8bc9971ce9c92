import t from 'tap'
import { runProgram } from '../support/run-program.js'

// With TRACESCOPE_STRICT=enterWith, and only then, strict mode tells of `enterWith` whose value goes on in the caller
// of the function that called it, in a request. What the storages have is what they have without it.

type Outcomes = Readonly<Record<string, { readonly reports: readonly string[], readonly has: unknown }>>

function run(
  mode: string, args: readonly string[], flags: readonly string[] = ['--require', 'tracescope/strict']
): Outcomes {
  process.env['TRACESCOPE_STRICT'] = mode
  try {
    return runProgram('enter-with', args, flags, { status: mode.includes('exit') ? 1 : 0 })
  } finally {
    delete process.env['TRACESCOPE_STRICT']
  }
}

const GOES_ON = new RegExp([
  /^TRACESCOPE_ENTER_WITH: enterWith of (AsyncLocalStorage|Own) was called by (middleware|handle|(?:Own\.)?enterWith)/,
  /\(\), and its value goes on in the caller: use withScope with `using`, or run$/
].map(({ source }) => source).join(''))

for (const args of [[], ['storages']]) {
  const valuesWith = (mode: string, flags?: readonly string[]): unknown =>
    Object.entries(run(mode, ['values', ...args], flags)).map(([name, { has }]) => [name, has])
  const stock = valuesWith('', [])
  for (const mode of ['enterWith', 'exit,enterWith']) {
    t.test(`${mode}${args.length ? ', with the shim of storages' : ''}`, async (t) => {
      t.same(valuesWith(mode), stock, 'the storages have what they have without strict mode')
      for (const [name, { reports }] of Object.entries(run(mode, ['reports', ...args]))) {
        t.equal(reports.length, name.startsWith('wrong') ? 1 : 0, `${name}: ${reports}`)
        for (const report of reports) t.match(report, GOES_ON)
      }
    })
  }
}

t.test('nothing is told of it otherwise', async (t) => {
  for (const mode of ['', 'throw', 'warn']) {
    t.same(Object.values(run(mode, ['reports'])).flatMap(({ reports }) => reports), [], mode)
  }
})
