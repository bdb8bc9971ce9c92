import { spawnSync } from 'node:child_process'
import t from 'tap'
import { runKeepsOthers } from '../support/host.js'
import { hostFlags, packageFolder } from '../support/run-program.js'
import { PRELOADS, programFile } from '../support/run-process.js'

// The environment variables of tracescope: what each does, and that what is mistyped is a process warning, and no more.

const STRICT: readonly string[] = ['--import', 'tracescope/strict']
const understood = runKeepsOthers()
const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^TRACESCOPE|^NODE_DEBUG$/.test(name)))

/** Runs a program that prints what is installed, and gives that with the lines on stderr that are about tracescope. */
function run(
  preload: readonly string[], variables: Readonly<Record<string, string>>, program = 'registered'
): { status: number | null, output: any, lines: string[] } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...hostFlags, ...preload, programFile(program)], {
    cwd: packageFolder, encoding: 'utf8', env: { ...kept, ...variables }
  })
  const lines = stderr.split('\n').filter((line) => /tracescope/i.test(line)).map((line) =>
    line.replace(/^(\(node:|TRACESCOPE )\d+/, '$1pid'))
  return { status, output: stdout && JSON.parse(stdout), lines }
}

const stock = run([], {})

/** Wrong values, and what is said of them. */
const VALUES: Readonly<Record<string, readonly [value: string, said: string]>> = {
  TRACESCOPE: ['false', 'must be one of on, off; it is \'false\', and on is used'],
  TRACESCOPE_BEHAVIOUR: ['Node26', 'must be one of host, node26; it is \'Node26\', and host is used'],
  TRACESCOPE_CONTEXT: [
    'fram', 'must be one of portable, resource, frame; it is \'fram\', and what this host has is used'
  ],
  TRACESCOPE_STORAGES: ['true', 'must be one of 0, 1; it is \'true\', and 0 is used'],
  TRACESCOPE_STRICT: [
    'thow',
    'must be one of warn, throw, exit, enterWith, or several of them with commas between; ' +
      'it is \'thow\', and warn is used'
  ]
}

const NAMES: Readonly<Record<string, string>> = {
  TRACESCOPE_BEHAVIOR: 'TRACESCOPE_BEHAVIOUR',
  TRACESCOPE_STORAGE: 'TRACESCOPE_STORAGES',
  TRACESCOPE_storages: 'TRACESCOPE_STORAGES',
  TRACESCOPE_CONTXET: 'TRACESCOPE_CONTEXT',
  TRACESCOPE_STRCT: 'TRACESCOPE_STRICT',
  TRACESCOPE_DOKTOR: 'TRACESCOPE_DOCTOR'
}

for (const preload of PRELOADS) {
  const registered = run(preload, {})

  t.test(`${preload.join(' ')}: without variables nothing is said`, async (t) => {
    t.match(registered, { status: 0, output: { isInstalled: true }, lines: [] })
    t.same(registered.lines, [])
  })

  t.test(`${preload.join(' ')}: TRACESCOPE=off`, async (t) => {
    t.same(run(preload, { TRACESCOPE: 'off' }), stock)
    t.same(run(preload, { TRACESCOPE: 'off', TRACESCOPE_STORAGES: '1', TRACESCOPE_BEHAVIOUR: 'node26' }), stock)
    for (const on of ['', 'on']) t.same(run(preload, { TRACESCOPE: on }), registered)
  })

  t.test(`${preload.join(' ')}: a value that there is not is a warning, and the default is used`, async (t) => {
    for (const [name, [value, said]] of Object.entries(VALUES)) {
      t.same(run(preload, { [name]: value }), { ...registered, lines: [`(node:pid) Warning: ${name} ${said}`] })
    }
  })

  t.test(`${preload.join(' ')}: a name that is nearly one of them is a warning, and does nothing`, async (t) => {
    const lines = (names: readonly string[]): string[] => names.map((name) =>
      `(node:pid) Warning: ${name} is no variable of tracescope: did you mean ${NAMES[name]}?`)
    const names = Object.keys(NAMES)
    const { lines: said, ...others } = run(preload, Object.fromEntries(names.map((name) => [name, '1'])))
    t.same([...said].sort(), lines(names).sort())
    t.same({ ...others, lines: [] }, registered)
  })
}

t.test('what is near none of them is somebody else\'s', async (t) => {
  t.same(run(PRELOADS[0]!, {
    TRACESCOPE_BUILD: '1', TRACESCOPE_: '1', MY_TRACESCOPE_STORAGE: '1', TRACESCOPE_STORAGES: '1',
    TRACESCOPE_STRICT: 'throw, enterWith', TRACESCOPE_DOCTOR: 'report.json'
  }).lines, [])
})

t.test('all is said once, however many copies of tracescope there are', async (t) => {
  const { status, lines } = run([...PRELOADS.flat(), ...STRICT], {
    TRACESCOPE_STRICT: 'thow', TRACESCOPE_BEHAVIOR: 'node26'
  })
  t.equal(status, 0)
  t.equal(lines.length, 2, lines.join('\n'))
})

t.test('the API says it, too', async (t) => {
  const { status, output, lines } = run([], { TRACESCOPE_CONTEXT: 'fastest' }, 'loaded')
  t.equal(status, 0)
  t.equal(output.contextBackend, run([], {}, 'loaded').output.contextBackend)
  t.match(
    lines, [/^\(node:pid\) Warning: TRACESCOPE_CONTEXT must be one of portable, resource, frame; it is 'fastest'/]
  )
})

t.test('NODE_DEBUG=tracescope: a line when it is installed, ' +
  'and one for each thing that was left to the host', async (t) => {
  const said = (variables: Readonly<Record<string, string>>): string[] =>
    run(PRELOADS[0]!, { NODE_DEBUG: 'tracescope', ...variables }).lines
  const [first, ...others] = said({})
  if (!understood) {
    t.equal(first, 'TRACESCOPE pid: installed, but nothing is replaced')
    t.equal(others.length, 4)
    for (const line of others) t.match(
      line, /^TRACESCOPE pid: \w+#\w+ is left to the host: AsyncLocalStorage#run puts the whole context back/
    )
    return
  }
  const { contextBackend } = run([], {}, 'loaded').output
  t.equal(first, `TRACESCOPE pid: installed: behaviour host, storages as they are, contexts by ${contextBackend}`)
  t.same(others, [])
  const asNode26 = said({ TRACESCOPE_BEHAVIOUR: 'node26', TRACESCOPE_STORAGES: '1', NODE_DEBUG: 'http,TraceScope' })
  t.match(asNode26[0], /^TRACESCOPE pid: installed: behaviour node26, /)
  if (contextBackend === 'frame') t.match(asNode26, [/storages replaced, contexts by frame$/])
  else t.match(asNode26, [
    /storages as they are/,
    ...['run', 'enterWith'].map((name) =>
      new RegExp(`: AsyncLocalStorage#${name} is left to the host: it is one step on this host already$`))
  ])
  t.same(said({ TRACESCOPE: 'off' }), ['TRACESCOPE pid: not installed: TRACESCOPE=off'])
  t.same(said({ NODE_DEBUG: 'trace*' }), [first])
})

t.test('NODE_DEBUG that names others says nothing', async (t) => {
  t.same(run(PRELOADS[0]!, { NODE_DEBUG: 'tracescopes' }).lines, [])
})
