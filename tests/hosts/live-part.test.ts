import { join } from 'node:path'
import { build } from 'esbuild'
import t from 'tap'
import { newFolder, packageFolder, runFile, type Runner, RUNNERS } from './places.js'

// The tests of the API, with the live part for the package: on Node, Bun and Deno, which show their channels' insides.
// What it has not, as streams, is not among them; docs/hosts.md names it.

const TESTS = [
  'context/agent-storage', 'api/bounded-channel', 'testing/recorder', 'context/store-bound-by-a-transform',
  'context/store-with-getters', 'api/trace-callback-default-context', 'trace/trace-until'
]

/** Where an error surfaces at once, by the host's `reportError`, rather than on the next tick. */
const SURFACES_AT_ONCE = /^until that throws: its error surfaces on the next tick/

const HOSTS: Readonly<Record<string, Runner>> = {
  'Node 26.10': { spec: 'node@26.10.0', flags: ['--no-warnings'] },
  'Node 20.20': { spec: 'node@20.20.2', flags: ['--no-warnings'] },
  'Bun': RUNNERS['Bun']!, 'Deno': RUNNERS['Deno']!
}

const folder = newFolder('live-part')
await build({
  entryPoints: TESTS.map((name) => join(packageFolder, 'tests', `${name}.test.ts`)),
  outbase: join(packageFolder, 'tests'), outdir: folder, bundle: true, ignoreAnnotations: true, keepNames: true,
  format: 'esm', target: 'es2022', logLevel: 'warning', conditions: ['workerd', 'worker', 'browser'],
  external: ['node:*', 'fast-check', 'esbuild', 'tcompare'],
  alias: { tap: join(packageFolder, 'tests', 'support', 'tap-stand-in.ts') }, absWorkingDir: packageFolder
})

for (const [host, runner] of Object.entries(HOSTS)) {
  t.test(host, async (t) => {
    for (const name of TESTS) {
      const { stdout, stderr } = runFile(runner, join(folder, `${name}.test.js`))
      const [, passed = '0'] = /^# \{ total: \d+, pass: (\d+)/m.exec(stdout) ?? []
      const failing = [...stdout.matchAll(/^ *not ok \d+ - (.*)$/gm)].map(([, test]) => test!)
      t.same(failing.filter((test) => host.startsWith('Node') || !SURFACES_AT_ONCE.test(test)), [], name)
      t.ok(Number(passed) > 0, `${name}: ${stderr.slice(0, 1000)}`)
    }
  })
}
