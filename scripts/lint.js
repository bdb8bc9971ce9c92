// @ts-check
// `npm run lint`: ESLint and its rules are installed from the lock file beside, unless they are there, and look at all
// code. Arguments are ESLint's: `npm run lint -- --fix source`.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

const wanted = 'scripts/lint/packages'
const cache = '.cache/own-lint'

/** @param {string} command @param {string[]} args @param {string} [cwd] */
function run(command, args, cwd) {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

/** @param {string} folder */
const lockOf = (folder) => readFileSync(join(folder, 'package-lock.json'), 'utf8')

if (!existsSync(join(cache, 'node_modules/.package-lock.json')) || lockOf(cache) !== lockOf(wanted)) {
  mkdirSync(cache, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(wanted, name), join(cache, name))
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], cache)
}
const args = process.argv.slice(2)
const names = args.some((arg) => !arg.startsWith('-')) ? args : [...args, '.']
run(process.execPath, [
  join(cache, 'node_modules/eslint/bin/eslint.js'), '--max-warnings=0', '--report-unused-disable-directives', ...names
])
