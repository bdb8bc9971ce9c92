import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import t from 'tap'
import { newFolder, packageFolder, runFile, type Runner, RUNNERS } from './places.js'
import type { Found } from './programs/host-differences.js'
import { bundleWorker, COMPATIBILITY_DATES, startWorker } from './workerd.js'

// The table of `docs/host-differences.md`: each of its cells is what one program finds out on that host.
// `DIFFERENCES=1 node .build/tests/hosts/host-differences.test.js` prints the table as it is found.

const folder = newFolder('host-differences')
const programs = join(packageFolder, 'tests', 'hosts', 'programs')

async function inProcess(runner: Runner): Promise<Found> {
  const outfile = join(folder, 'host-differences.mjs')
  await build({
    entryPoints: [join(programs, 'host-differences-in-process.ts')], outfile, format: 'esm', bundle: true,
    ignoreAnnotations: true, target: 'es2022', logLevel: 'warning', external: ['node:*', 'tracescope'],
    absWorkingDir: packageFolder
  })
  const { stdout, stderr } = runFile(runner, outfile)
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}

async function inWorkerd(date: string): Promise<Found> {
  const file = join(folder, 'worker.js')
  await bundleWorker(join(programs, 'host-differences-in-worker.ts'), file)
  const worker = await startWorker({ file }, date)
  try {
    return await (await fetch(worker.address)).json() as Found
  } finally {
    await worker.stop()
  }
}

const onNode = (version: string) => () =>
  inProcess({ spec: `node@${version}`, flags: ['--no-warnings', '--expose-gc'] })
const [oldest, newest] = [COMPATIBILITY_DATES[0]!, COMPATIBILITY_DATES.at(-1)!]

/** By the column of the table. */
const HOSTS: Readonly<Record<string, ReadonlyArray<() => Promise<Found>>>> = {
  'Node 26': [onNode('26.10.0')],
  'Node ≤ 25': [onNode('25.9.0'), onNode('24.21.0'), onNode('22.23.3'), onNode('20.20.2')],
  'Bun': [() => inProcess(RUNNERS['Bun']!)],
  'Deno': [() => inProcess(RUNNERS['Deno']!)],
  [`workerd, ${oldest}`]: [() => inWorkerd(oldest)],
  'workerd, newest': [() => inWorkerd(newest)]
}

/** What was found on several hosts, or by tracescope on all of them: each once, in their order. */
const joined = (cells: ReadonlyArray<string | undefined>): string =>
  [...new Set(cells.map((cell) => cell ?? 'as the host'))].join(', or ')

const found: Record<string, Found[]> = {}
for (const [host, runs] of Object.entries(HOSTS)) {
  found[host] = []
  for (const run of runs) found[host].push(await run())
}
const head = ['', ...Object.keys(HOSTS), 'tracescope']
const rows = Object.keys(found['Node 26']![0]!).map((what) => [
  what,
  ...Object.values(found).map((ofHosts) => joined(ofHosts.map((of) => of[what]!.host))),
  joined(Object.values(found).flat().map((of) => of[what]!.tracescope).filter((cell) => cell !== 'not tried'))
])

if (process.env['DIFFERENCES']) {
  for (const cells of [head, head.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`)
}

const documented = readFileSync(join(packageFolder, 'docs', 'host-differences.md'), 'utf8').split('\n')
  .filter((line) => line.startsWith('|')).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()))

t.same(documented[0], head, 'the hosts')
t.same(documented.slice(2).map(([what]) => what), rows.map(([what]) => what), 'what is otherwise')
for (const cells of rows) t.same(documented.find(([what]) => what === cells[0]), cells, cells[0]!)
