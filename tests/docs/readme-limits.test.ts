import { execFile } from 'node:child_process'
import { AsyncLocalStorage } from 'node:async_hooks'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { boundedChannel, channel, contextBackend, install, tracingChannel, withScope, withStoreScope } from 'tracescope'
import { readPage } from '../support/documentation.js'
import { hostHasWithScope, isNode, runKeepsOthers } from '../support/host.js'
import { hostFlags, packageFolder } from '../support/run-program.js'

// What docs/ says of limits, on the hosts that it names: after what a `disable()` in place is seen by more code, what
// an error of a subscriber does on Deno, and what each option does on Node 24.0.

const bound = new AsyncLocalStorage<any>()
const started = channel<object>('readme-limits')
started.bindStore(bound)
const bounded = boundedChannel('readme-limits-bounded')
const traced = tracingChannel('readme-limits-traced')
for (const { start } of [bounded, traced]) start.bindStore(bound)
const nothing = (): void => {}

const BY_THE_API: Readonly<Record<string, () => void>> = {
  'a trace': () => traced.traceSync(nothing, {}),
  'withScope': () => withScope(bound, 1)[Symbol.dispose](),
  'withStoreScope': () => withStoreScope(started, {})[Symbol.dispose](),
  'a scope of a bounded channel': () => bounded.withScope({})[Symbol.dispose]()
}

const BY_THE_HOST: Readonly<Record<string, () => void>> = {
  'run': () => bound.run(1, nothing),
  ...hostHasWithScope && { 'withScope of the host': () => (bound as any).withScope(1)[Symbol.dispose]() }
}

/** What code from before `enterAndLeave` sees of a storage that is disabled after it. */
function seenFromBefore(enterAndLeave: () => void): unknown {
  const other = new AsyncLocalStorage<string>()
  return other.run('value', () => {
    const before = AsyncLocalStorage.snapshot()
    enterAndLeave()
    other.disable()
    return before(() => other.getStore())
  })
}

const onFrames = {
  skip: !(isNode && runKeepsOthers() && contextBackend === 'frame') && 'the limit is of Node 24 and later'
}

t.test('a disable() in place is seen from before', onFrames, async (t) => {
  for (const [name, does] of Object.entries(BY_THE_API)) t.equal(seenFromBefore(does), undefined, `after ${name}`)
  for (const [name, does] of Object.entries(BY_THE_HOST)) t.equal(
    seenFromBefore(does), 'value', `not after ${name}, as it is`
  )
  using _installation = install({ storages: true })
  for (const [name, does] of Object.entries(BY_THE_HOST)) t.equal(
    seenFromBefore(does), undefined, `after ${name}, with storages`
  )
})

const THROWS = `
import { channel } from 'node:diagnostics_channel'
channel('readme-limits').subscribe(() => { throw new Error('from a subscriber') })
channel('readme-limits').publish(1)
setTimeout(() => console.log('goes on'), 50)
`

t.test('an error of a subscriber ends the program where tracescope is loaded, as on Node', {
  skip: 'Bun' in globalThis && 'docs/hosts.md says it of Deno'
}, async (t) => {
  const folder = mkdtempSync(join(packageFolder, '.build', 'readme-limits-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'program.mjs')
  const run = async (program: string): Promise<{ failed: boolean, stdout: string }> => {
    writeFileSync(file, program)
    return await new Promise((resolve) => {
      execFile(process.execPath, [...hostFlags, file], { cwd: folder }, (error, stdout) =>
        resolve({ failed: error !== null, stdout: stdout.trim() }))
    })
  }
  const ended = { failed: true, stdout: '' }
  t.same(await run(THROWS), isNode ? ended : { failed: false, stdout: 'goes on' }, 'without tracescope')
  t.same(await run(`import 'tracescope'\n${THROWS}`), ended, 'with tracescope')
})

/** The options in the page's table, what each does on Node 24.0, and what is left to the host. */
const ON_NODE_24_0 = [
  [{}, false, 'host', /^(?!AsyncLocalStorage)/],
  [{ storages: true }, false, 'host', /./],
  [{ behaviour: 'node26' }, true, 'node26', /^$/],
  [{ behaviour: 'node26', storages: true }, true, 'node26', /^AsyncLocalStorage/]
] as const

t.test('what each option does on Node 24.0', {
  skip: (!isNode || runKeepsOthers()) && 'that is of Node 24.0'
}, async (t) => {
  const rows = /^\| option \| on Node 24\.0 \|\n.*\n((?:\|.*\n)+)/m.exec(readPage('docs/services.md'))![1]!.trim()
    .split('\n')
  t.equal(rows.length, ON_NODE_24_0.length)
  for (const [options, active, behaviour, left] of ON_NODE_24_0) {
    const installation = install(options)
    const title = JSON.stringify(options)
    t.match(installation, { active, behaviour, storages: false }, title)
    t.equal(
      hostHasWithScope || 'withScope' in AsyncLocalStorage.prototype, behaviour === 'node26', `${title}: withScope`
    )
    t.ok(installation.left.every(({ method }) => left.test(method)), `${title}: ${JSON.stringify(installation.left)}`)
    t.equal(installation.left.length > 0, left.source !== '^$', title)
    installation.uninstall()
  }
})
