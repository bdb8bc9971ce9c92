import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { packageFolder } from '../support/run-program.js'
import { cache, newFolder } from './packages.js'

// The package as npm would publish it, in the eyes of publint and attw: every file that `exports` names is there and of
// the format that it is said to be, and types are found under every kind of module resolution.

const folder = newFolder('packed')
const packing = ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]
const [{ filename, files, size, unpackedSize }] = JSON.parse(execFileSync('npm', packing, {
  cwd: packageFolder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']
}))
const tarball = join(folder, filename)

function run(tool: string, ...args: string[]): { status: number | null, output: string } {
  const { status, stdout, stderr } = spawnSync(join(cache, 'node_modules', '.bin', tool), args, {
    cwd: cache, encoding: 'utf8'
  })
  return { status, output: stdout + stderr }
}

t.test('publint has nothing to say, not even a suggestion', async (t) => {
  const { status, output } = run('publint', tarball, '--strict')
  t.equal(status, 0, output)
  t.match(output, /All good!/)
  t.notMatch(output, /Suggestions|Warnings|Errors/)
})

t.test('attw finds the types, by import and by require', async (t) => {
  const { status, output } = run('attw', tarball, '--no-definitely-typed', '--format', 'json')
  t.equal(status, 0, output)
  t.same(JSON.parse(output).analysis?.problems ?? 'none', [])
})

/** The entries whose types `exports` names. */
const WITH_TYPES = ['doctor', 'eslint', 'index', 'node26', 'register', 'strict', 'testing']

/** The files of each format. */
const FILES = [
  'browser.js', 'doctor.js', 'eslint.js', 'index.js', 'live.js', 'node26.js', 'register.js', 'register-elsewhere.js',
  'strict.js', 'strict-elsewhere.js', 'testing.js', 'worker.js', ...WITH_TYPES.map((name) => `${name}.d.ts`)
]

const BUILT = [
  ...['cjs', 'esm'].flatMap((format) => FILES.map((file) => `dist/${format}/${file}`)),
  // The ES modules of tools take their names from CommonJS.
  ...['doctor', 'eslint'].map((name) => `dist/cjs/${name}-names.js`),
  'dist/cjs/doctor-calibration.js', 'dist/cjs/package.json', 'dist/eslint-license.txt'
]

t.test('what is published is what is built, and the texts', async (t) => {
  for (const { path, size } of files) t.comment(`${String(size).padStart(7)} ${path}`)
  const paths = files.map(({ path }: { path: string }) => path)
  t.same(paths.sort(), ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json', ...BUILT].sort())
})

// `dependencies` is run by `npm ci` in a clone, `prepack` by whoever installs from a git URL.
t.test('npm has no scripts to warn of where the package is installed', async (t) => {
  const { scripts } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const ofInstallation = ['preinstall', 'install', 'postinstall', 'prepublish', 'preprepare', 'prepare', 'postprepare']
  t.same(Object.keys(scripts).filter((name) => ofInstallation.includes(name)), [])
  t.equal(scripts.prepack, 'npm run build')
  t.equal(scripts.dependencies, 'npm run build')
})

/**
 * Bytes. Who makes the package larger says by how much, and why, where he raises it. Half of it is the code for
 * programs as it was written, twice: for require(), and as an ES module, with what is for Bun and Deno.
 */
const MOST_UNPACKED = 785_000

t.test('the package is no larger than it is known to be', async (t) => {
  t.comment(`${files.length} files, ${size} bytes packed, ${unpackedSize} unpacked`)
  t.ok(unpackedSize <= MOST_UNPACKED, `${unpackedSize} of ${MOST_UNPACKED} bytes`)
})

t.test('declarations name nothing of the package but entries', async (t) => {
  for (const file of WITH_TYPES) {
    for (const [format, allowed] of [['cjs', './index.js'], ['esm', `../cjs/${file}.js`]]) {
      const text = readFileSync(join(packageFolder, `dist/${format}/${file}.d.ts`), 'utf8')
      const imported = [...text.matchAll(/(?:from|import) ?\(?['"](.*?)['"]/g)].map(([, path]) => path!)
      t.same(imported.filter((path) => !path.startsWith('node:') && path !== allowed), [], `${format}/${file}`)
    }
  }
})
