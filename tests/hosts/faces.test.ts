import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, type BuildOptions } from 'esbuild'
import t from 'tap'
import { bundleScript, EDGE, newEdge } from './edge.js'
import { runInJest } from './jest.js'
import { newFolder, NODE, packageFolder, runCode, type Runner, RUNNERS } from './places.js'
import { bundleWorker, COMPATIBILITY_DATES, startWorker } from './workerd.js'

// The table of `docs/hosts.md`: each of its cells is what a program finds out on that host.

type Faces = Record<string, string>

const folder = newFolder('faces')
const programs = join(packageFolder, 'tests', 'hosts', 'programs')
const options: BuildOptions = {
  bundle: true, ignoreAnnotations: true, target: 'es2022', logLevel: 'warning',
  external: ['node:*', 'tracescope', 'tracescope/*'], absWorkingDir: packageFolder
}

/** In a process, by what that host takes of the package by itself. */
async function inProcess(runner: Runner): Promise<Faces> {
  const outfile = join(folder, 'faces.mjs')
  await build({ ...options, entryPoints: [join(programs, 'faces-in-process.ts')], outfile, format: 'esm' })
  // Bun runs what is CommonJS before the modules that import it.
  const { stdout, stderr } = runCode(runner, folder, 'noting-warnings', `
    globalThis.warnings = []
    process.on('warning', (warning) => { globalThis.warnings.push(String(warning)) })
    await import('./faces.mjs')
  `)
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout.trim().split('\n').at(-1)!)
}

async function inWorkerd(date: string): Promise<Faces> {
  const file = join(folder, 'worker.js')
  await bundleWorker(join(programs, 'faces-in-worker.ts'), file)
  const worker = await startWorker({ file }, date)
  try {
    return await (await fetch(worker.address)).json() as Faces
  } finally {
    await worker.stop()
  }
}

async function onEdge(conditions: string[], withStorages: boolean): Promise<Faces> {
  const code = await bundleScript(`
    import { faces } from './tests/hosts/programs/faces.ts'
    faces().then(report, (error) => report({ error: String(error.stack) }))
  `, { conditions, platform: 'browser', ignoreAnnotations: true })
  const edge = newEdge(withStorages)
  edge.context.console = { ...console }
  const reported = new Promise<Faces>((resolve) => {
    edge.context.report = (result: Faces) => { resolve({ ...result }) }
  })
  edge.evaluate(code)
  return reported
}

const inJest = (): Promise<Faces> => runInJest('faces', {
  ...options,
  stdin: {
    contents: `
      import { writeFileSync } from 'node:fs'
      import { faces } from './faces.js'
      test('faces', async () => { writeFileSync(process.env.OUTPUT, JSON.stringify(await faces())) })
    `, resolveDir: programs, loader: 'js'
  }
})

const HOSTS: Readonly<Record<string, () => Promise<Faces>>> = {
  'Node': () => inProcess(NODE),
  'Bun': () => inProcess(RUNNERS['Bun']!),
  'Deno': () => inProcess(RUNNERS['Deno']!),
  'Deno without permissions': () => inProcess(RUNNERS['Deno without permissions']!),
  ...Object.fromEntries(COMPATIBILITY_DATES.map((date, i) =>
    [i === 0 ? `Workers, ${date}` : 'Workers, newest', () => inWorkerd(date)])),
  'Next’s edge': () => onEdge(EDGE, true),
  'Jest, jsdom': inJest,
  'browsers': () => onEdge(['browser'], false)
}

/** The rows of the table, by their first cell. */
function tableOf(markdown: string): Record<string, Faces> {
  const cellsOf = (line: string): string[] => line.split('|').slice(1, -1).map((cell) => cell.trim())
  const [head, , ...rows] = markdown.split('\n').filter((line) => line.startsWith('|')).map(cellsOf)
  return Object.fromEntries(rows.filter(([host]) => host! in HOSTS).map(([host, ...cells]) =>
    [host, Object.fromEntries(cells.map((cell, i) => [head![i + 1], cell]))]))
}

const documented = tableOf(readFileSync(join(packageFolder, 'docs', 'hosts.md'), 'utf8'))

t.same(Object.keys(documented), Object.keys(HOSTS), 'each host has its row')
for (const [host, run] of Object.entries(HOSTS)) {
  t.test(host, async (t) => {
    t.same(documented[host], await run())
  })
}
