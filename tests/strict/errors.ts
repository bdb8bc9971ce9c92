import t from 'tap'
import { runProcess } from '../support/run-process.js'

// Strict mode needs the frames of stacks. It has them whatever the program makes of Error, and leaves that as it was.

/** What a program may have made of Error, and the line that a report then has of the stack. */
const ERRORS: Readonly<Record<string, readonly [code: string, line: string]>> = {
  'stacks are the frames themselves': ['Error.prepareStackTrace = (_, sites) => sites', '    at forget ([eval]'],
  'stacks are nothing': ['Error.prepareStackTrace = () => undefined', '    at forget ([eval]'],
  'stacks can\'t be put into words': [
    'Error.prepareStackTrace = () => { throw new Error("mine") }', '    at forget ([eval]'
  ],
  'stacks are in words of its own': [
    'Error.prepareStackTrace = (_, sites) => `Words\\n    at my ${sites[0]}`', '    at my forget ([eval]'
  ],
  'prepareStackTrace is a setter': ['Object.defineProperty(Error, "prepareStackTrace", { get() {}, ' +
    'set() { throw new Error("set") }, configurable: true })', '    at forget ([eval]'],
  'captureStackTrace is gone': ['delete Error.captureStackTrace', '    at forget ([eval]'],
  'Error.prototype is frozen': ['Object.freeze(Error.prototype)', '    at forget ([eval]'],
  'no limit': ['delete Error.stackTraceLimit', '    at forget ([eval]'],
  'limit 0': ['Error.stackTraceLimit = 0', '    at forget ([eval]']
}

for (const [name, [code, line]] of Object.entries(ERRORS)) {
  t.test(`where ${name}, it reports, and leaves Error as it was`, async (t) => {
    const { output, stderr } = runProcess(['--no-warnings', '--require', 'tracescope/strict', '--eval', `
      const textOf = (_, value) => typeof value === 'function' ? value.toString() : value
      const before = () => JSON.stringify(Object.getOwnPropertyDescriptors(Error), textOf)
      const storage = new (require('node:async_hooks').AsyncLocalStorage)()
      const { withScope } = require('tracescope')
      ${code}
      const made = before()
      const seen = []
      process.on('warning', ({ name, code, stack }) => {
        seen.push([name, code, stack.split('\\n')[1].split(':')[0], before() === made])
      })
      function forget() { withScope(storage, 'value') }
      forget()
      process.on('exit', () => process.stdout.write(JSON.stringify(seen)))
    `])
    t.same([output, stderr], [[['TracescopeWarning', 'TRACESCOPE_UNDISPOSED', line, true]], ''])
  })
}

t.test('where the frames of a stack can\'t be had, it says so once', async (t) => {
  const { status, stderr } = runProcess(['--require', 'tracescope/strict', '--eval', `
    Object.defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false })
    const storage = new (require('node:async_hooks').AsyncLocalStorage)()
    for (let i = 0; i < 3; i++) require('tracescope').withScope(storage, 'value')
  `])
  t.equal(status, 0)
  t.equal(
    stderr.match(/tracescope\/strict checks nothing from here on: the program keeps Error\.prepareStackTrace/g)?.length,
    1
  )
})
