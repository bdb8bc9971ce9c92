import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import t from 'tap'
import { hostFlags, packageFolder } from '../support/run-program.js'

// `node --build-snapshot` of a program that is one file with the package in it: the package is loaded while the
// snapshot is built, and the program traces when it is started from the snapshot.

const PROGRAM = `
const { AsyncLocalStorage } = require('node:async_hooks')
const host = require('node:diagnostics_channel')

require('node:v8').startupSnapshot.setDeserializeMainFunction(async () => {
  const seen = []
  const storage = new AsyncLocalStorage()
  const traced = tracingChannel('snapshot')
  const look = (where) => () => { seen.push(where + ' ' + storage.getStore()) }
  traced.start.bindStore(storage, () => 'entered')
  traced.subscribe({
    start: look('start'), end: look('end'), asyncStart: look('asyncStart'), asyncEnd: look('asyncEnd')
  })
  traced.traceSync(look('fn'), {})
  seen.push(await traced.tracePromise(async () => 'fulfilled', {}))
  const code = String(host.tracingChannel('another').traceSync)
  process.stdout.write(JSON.stringify({ seen, isHosts: code.includes('ReflectApply') }))
})
`

const load = createRequire(import.meta.url)
const LOADING = {
  host: "const { tracingChannel } = require('node:diagnostics_channel')",
  shim: `require(${JSON.stringify(load.resolve('tracescope/register'))})\n` +
    "const { tracingChannel } = require('node:diagnostics_channel')",
  api: `const { tracingChannel } = require(${JSON.stringify(load.resolve('tracescope'))})`
}

/** What the program prints when it is started from its snapshot. */
function run(
  folder: string, tracer: keyof typeof LOADING
): { readonly built: number | null, readonly status: number | null, readonly printed: any } {
  const [program, blob] = [join(folder, 'program.cjs'), join(folder, 'blob')] as const
  buildSync({
    stdin: { contents: LOADING[tracer] + PROGRAM, resolveDir: packageFolder },
    bundle: true, platform: 'node', outfile: program, logLevel: 'error'
  })
  const built = spawnSync(process.execPath, [...hostFlags, '--snapshot-blob', blob, '--build-snapshot', program])
  const { status, stdout } = spawnSync(process.execPath, [...hostFlags, '--snapshot-blob', blob], { encoding: 'utf8' })
  return { built: built.status, status, printed: stdout && JSON.parse(stdout) }
}

t.test('traces in a program that is started from a snapshot', async (t) => {
  const { printed: { seen }, ...outcome } = run(t.testdir(), 'host')
  t.same(outcome, { built: 0, status: 0 })
  t.ok(seen.includes('start entered') && seen.includes('fulfilled'), 'the host traces')
  t.same(run(t.testdir(), 'shim'), { ...outcome, printed: { seen, isHosts: false } })
  t.match(run(t.testdir(), 'api'), { ...outcome, printed: { isHosts: true } })
})
