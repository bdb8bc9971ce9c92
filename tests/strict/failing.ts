import t from 'tap'
import { runProcess, type Outcome } from '../support/run-process.js'

// What strict mode reports can fail a build: by the exit code of the process, or by a hook of a test runner.

const BEGINNING = `
  const storage = new (require('node:async_hooks').AsyncLocalStorage)()
  const { withScope, tracingChannel } = require('tracescope')
`

function run(mode: string, code: string, ...flags: string[]): Outcome {
  return runProcess([...flags, '--require', 'tracescope/strict', '--eval', BEGINNING + code], {
    TRACESCOPE_STRICT: mode
  })
}

/** Programs, with the code that is reported of each. */
const PROGRAMS: Readonly<Record<string, readonly [code: string, reported: string | undefined]>> = {
  'forgotten': ['withScope(storage, 1)', 'UNDISPOSED'],
  'found when nothing is left to do': [
    ';(async () => { await null; globalThis.kept = withScope(storage, 1) })()', 'UNDISPOSED'
  ],
  'of a trace': ['tracingChannel("failing").traceSync(async () => {}, {})', 'PENDING_RESULT'],
  'reported, and then process.exit()': [
    'tracingChannel("failing").traceSync(async () => {}, {}); process.exit()', 'PENDING_RESULT'
  ],
  'reported, and a test runner sets the code late': [
    'tracingChannel("failing").traceSync(async () => {}, {}); setTimeout(() => process.on("exit", ' +
      '() => { process.exitCode = 0 }), 5)', 'PENDING_RESULT'
  ],
  'nothing': ['withScope(storage, 1).dispose()', undefined]
}

for (const [mode, fails] of Object.entries({
  '': false, 'warn': false, 'exit': true, 'throw': true, 'enterWith,exit': true, 'throw, warn': true
})) {
  t.test(`TRACESCOPE_STRICT=${mode}`, async (t) => {
    for (const [name, [code, reported]] of Object.entries(PROGRAMS)) {
      const { status, stderr } = run(mode, code)
      t.equal(status, fails && reported ? 1 : 0, name)
      t.same(
        [...stderr.matchAll(/\[TRACESCOPE_(\w+)\] TracescopeWarning: /g)].map(([, code]) => code),
        reported ? [reported] : [],
        `${name}: ${stderr}`
      )
    }
  })
}

t.test('a process that fails by itself keeps its exit code', async (t) => {
  t.equal(run('exit', 'withScope(storage, 1); process.exitCode = 3').status, 3)
})

t.test('what is thrown, and caught, fails the process, too', async (t) => {
  const code = `
    const one = withScope(storage, 1), two = withScope(storage, 2)
    try { one.dispose() } catch {}
    two.dispose()
  `
  t.equal(run('throw', code).status, 1)
})

/** What a timer or an event calls, each with a function that forgets a scope. */
const TURNS: Readonly<Record<string, string>> = {
  'a timer': 'setTimeout(() => { withScope(storage, 1) }, 1)',
  'an immediate': 'setImmediate(() => { withScope(storage, 1) })',
  'a request handler': `
    const { createServer, get } = require('node:http')
    const answer = (request, response) => { withScope(storage, 1); response.end() }
    const server = createServer(answer).listen(0, '127.0.0.1', () => {
      const options = { port: server.address().port, host: '127.0.0.1', agent: false }
      get(options, (response) => response.resume().on('end', () => server.close()))
    })`
}

for (const [name, code] of Object.entries(TURNS)) {
  t.test(`a scope that is forgotten in ${name} is reported when it was collected, ` +
    'or when nothing is left to do, and fails the process', async (t) => {
    for (const collects of [true, false]) {
      const { output, status } = run('exit', `
        const { setTimeout: sleep } = require('node:timers/promises')
        const seen = []
        let when = 'before'
        process.on('warning', ({ code }) => seen.push(when + ' ' + code))
        ${code}
        async function goOn() {
          await sleep(100)
          when = 'collected'
          for (let turn = 0; ${collects} && seen.length === 0 && turn < 100; turn++) {
            gc()
            await sleep(1)
          }
          when = 'at the end'
        }
        goOn()
        process.on('exit', () => process.stdout.write(JSON.stringify(seen)))
      `, '--no-warnings', '--expose-gc')
      t.same([output, status], [[`${collects ? 'collected' : 'at the end'} TRACESCOPE_UNDISPOSED`], 1])
    }
  })
}

t.test('takeReports gives what was reported since, with scopes that nobody has taken until then', async (t) => {
  const { output } = run('', `
    const { takeReports } = require('tracescope/strict')
    const seen = []
    const wordsOf = ({ code, stack, detail }) => [code, stack.endsWith(detail) && /\\[eval\\]/.test(detail)]
    const take = async () => seen.push((await takeReports()).map(wordsOf))
    async function main() {
      await take()
      tracingChannel('taken').traceSync(async () => {}, {})
      await null
      globalThis.kept = withScope(storage, 1)
      await take()
      await take()
      const using = withScope(storage, 2)
      const { dispose } = using
      await take()
      Reflect.apply(dispose, using, [])
      process.stdout.write(JSON.stringify(seen))
    }
    main()
  `, '--no-warnings')
  t.same(output, [[], [['TRACESCOPE_PENDING_RESULT', true], ['TRACESCOPE_UNDISPOSED', true]], [], []])
})

t.test('takeReports gives nothing where strict mode could not be', async (t) => {
  const { output } = runProcess(['--no-warnings', '--eval', `
    Object.freeze(Error)
    require('tracescope/strict').takeReports().then((reports) => process.stdout.write(JSON.stringify(reports)))
  `])
  t.same(output, [])
})

t.test('in a realm that is not the host\'s, as test runners make them, reports are warnings like others', async (t) => {
  const { status, stderr } = runProcess(['--eval', `
    const { createContext, runInContext } = require('node:vm')
    const { readFileSync } = require('node:fs')
    const newRealm = () => createContext({ process, setImmediate, setTimeout })
    const load = (realm, name) => {
      const module = { exports: {} }
      const file = require.resolve(name)
      const code = '(function (module, exports, require) {' + readFileSync(file, 'utf8') + '\\n})'
      runInContext(code, realm, { filename: file })(module, module.exports, require)
      return module.exports
    }
    for (let i = 0; i < 3; i++) {
      const realm = newRealm()
      load(realm, 'tracescope/strict')
      load(realm, 'tracescope').tracingChannel('realm').traceSync(async () => {}, {})
    }
    // Those before are of files that have been run.
    require('node:diagnostics_channel').tracingChannel('realm').traceSync(async () => {}, {})
  `])
  t.equal(status, 0, stderr)
  t.equal(
    stderr.match(/\[TRACESCOPE_PENDING_RESULT\] TracescopeWarning: traceSync was called with/g)?.length, 4, stderr
  )
})
