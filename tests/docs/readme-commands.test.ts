import { spawnSync } from 'node:child_process'
import {
  chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { buildSync } from 'esbuild'
import t, { type Test } from 'tap'
import { type Block, documentedBlocks, readPage } from '../support/documentation.js'
import { isNode } from '../support/host.js'
import { hostFlags, packageFolder } from '../support/run-program.js'

// Every command of the README and of docs/ is run as it stands, or is one that exists: a script of package.json, a
// bench with options that it knows. What follows a command as `# → …` is what it prints. So it is with the Dockerfile
// and the file for PM2.

/** Where the blocks of each kind are tested. */
const KINDS = ['js', 'ts', 'js file', 'sh', 'dockerfile', 'md', 'text']

/** What other tests run, as it stands. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'npm install tracescope': 'tests/package installs what npm would publish',
  'npm ci && node bench/closures.js': 'tests/bench-server and .ci/run',
  'node --import tracescope/doctor app.js': 'tests/doctor',
  'TRACESCOPE_DOCTOR=report-{pid}.json node --import tracescope/doctor app.js': 'tests/doctor',
  'TRACESCOPE_STRICT=exit node --import tracescope/strict --test': 'tests/package/runners',
  'TRACESCOPE_STRICT=exit NODE_OPTIONS=\'--import tracescope/strict\' mocha': 'tests/package/runners'
}

const blocks = documentedBlocks()
const { scripts } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
const npmCommands = ['ci', 'test']

t.test('each block is of a kind that is tested', async (t) => {
  t.same(blocks.filter(({ info }) => !KINDS.includes(info)).map(({ title }) => title), [])
})

interface Command {
  readonly text: string
  /** What it prints, where the page says so. */
  readonly prints: readonly string[]
}

function commandsIn({ code }: Block): Command[] {
  const lines = code.replaceAll('\\\n', '').split('\n')
  return lines.flatMap((line, i) => {
    const text = line.replace(/(^|\s+)#.*$/, '')
    if (!text) return []
    const following = lines.slice(i + 1)
    const end = following.findIndex((line) => !/^ *# → /.test(line))
    return [{ text, prints: [line, ...following.slice(0, end)].flatMap((line) => /# → (.*)$/.exec(line)?.[1] ?? []) }]
  })
}

const commands = blocks.filter(({ info }) => info === 'sh').flatMap(commandsIn)
t.ok(commands.length >= 20, `${commands.length} commands`)
t.same(
  Object.keys(ELSEWHERE).filter((text) => !commands.some((command) => command.text === text)),
  [],
  'what other tests run is on a page'
)

// A project, with a program that tells what is preloaded, and an agent; in Docker it would be in /app.
const project = mkdtempSync(join(tmpdir(), 'readme-commands-'))
t.teardown(() => rmSync(project, { recursive: true }))
const bin = join(project, 'bin')
const APP = `
const { AsyncLocalStorage } = require('node:async_hooks')
const has = (name) => Symbol.for('tracescope.' + name) in globalThis
const told = () => ({
  isInstalled: has('installation'), isStrict: has('strict'), run: String(AsyncLocalStorage.prototype.run)
})
`
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(project, path)), { recursive: true })
  writeFileSync(join(project, path), text)
}
write('app.js', `${APP}console.log(JSON.stringify({ ...told(), agent: globalThis.agent }))`)
for (const name of ['dd-trace/init.js', '@opentelemetry/auto-instrumentations-node/register.js']) write(
  `node_modules/${name}`, `${APP}globalThis.agent = told()`
)
write('instrument.mjs', "import { createRequire } from 'node:module'\n" +
  `const require = createRequire(import.meta.url)\n${APP}globalThis.agent = told()`)
symlinkSync(packageFolder, join(project, 'node_modules', 'tracescope'), 'junction')
write('bin/node', `#!/bin/sh\nexec '${process.execPath}' ${hostFlags.join(' ')} "$@"\n`)
chmodSync(join(bin, 'node'), 0o755)

const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) =>
  !/^(TRACESCOPE|NODE_|TAP)/.test(name)))

interface Ended {
  readonly status: number | null
  readonly told: any
  readonly stderr: string
}

/** Runs a command in a folder, and gives what the program there tells. */
function run(command: string, folder = project, more: Readonly<Record<string, string>> = {}): Ended {
  const env = { ...environment, ...more, PATH: [bin, process.env['PATH']].join(delimiter) }
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', command], { cwd: folder, encoding: 'utf8', env })
  return { status, told: stdout && JSON.parse(stdout), stderr }
}

/** Holds what a program was preloaded with against the command that has started it. */
function holdPreloads(t: Test, { status, told, stderr }: Ended, command: string): void {
  const stock = run('node app.js').told
  t.equal(status, 0, stderr)
  const isOn = /tracescope\/register|cjs\/register\.js/.test(command) && !command.includes('TRACESCOPE=off')
  t.equal(told.isInstalled, isOn, `${command}: whether the shim is on`)
  t.equal(
    told.run !== stock.run,
    isOn && command.includes('TRACESCOPE_STORAGES=1') && contextBackend === 'frame',
    `${command}: storages`
  )
  t.equal(told.isStrict, command.includes('strict'), `${command}: strict mode`)
  // An agent that is loaded after the shim finds it there.
  if (/dd-trace|instrument/.test(command)) t.equal(
    told.agent?.isInstalled, true, `${command}: the agent comes after the shim`
  )
}

// Of the programs, which have none of the variables of the test.
write('backend.cjs', 'console.log(JSON.stringify(require(\'tracescope\').contextBackend))')
const contextBackend: string = isNode ? run('node backend.cjs').told : ''

// Preloading is for Node, and so is the shell.
const forNode = { skip: (!isNode || process.platform === 'win32') && 'preloading is for Node' }

t.test('commands that start a program', forNode, async (t) => {
  const starting = commands.filter(({ text }) => /\bapp\.js$/.test(text) && !(text in ELSEWHERE))
  t.ok(starting.length >= 6, `${starting.length} commands`)
  for (const { text, prints } of starting) {
    const ended = run(text)
    holdPreloads(t, ended, text)
    const lines = ended.stderr.split('\n').filter((line) => line.startsWith('TRACESCOPE ')).map((line) =>
      line.replace(/^TRACESCOPE \d+/, 'TRACESCOPE 4711'))
    t.same(
      lines,
      prints.map((line) => line.replace('contexts by frame', `contexts by ${contextBackend}`)),
      `${text}: what it prints`
    )
  }
})

t.test('all others exist', async (t) => {
  const others = commands.filter(({ text }) => !/\bapp\.js$/.test(text) && !(text in ELSEWHERE))
  for (const { text } of others) {
    const [, npm] = /^npm (?:run )?([\w:]+)/.exec(text) ?? []
    const [, bench] = /^node (bench\/[\w-]+\.js)/.exec(text) ?? []
    if (npm !== undefined) t.ok(npm in scripts || npmCommands.includes(npm), text)
    else if (bench !== undefined) {
      const source = readFileSync(join(packageFolder, bench), 'utf8')
      for (const [flag] of text.matchAll(/--[\w-]+/g)) t.ok(source.includes(flag), `${text}: ${flag}`)
    } else t.fail(`nothing tests the command ${text}`)
  }
})

t.test('the options of a bench that a comment names exist', async (t) => {
  for (const { code } of blocks.filter(({ info }) => info === 'sh')) {
    for (const [, bench, comment] of code.matchAll(/^node (bench\/[\w-]+\.js).*?#(.*)$/gm)) {
      const source = readFileSync(join(packageFolder, bench!), 'utf8')
      for (const [flag] of comment!.matchAll(/--[\w-]+/g)) t.ok(source.includes(flag), `${bench} ${flag}`)
    }
  }
})

t.test('the Dockerfile: its path is there, and works in any folder', forNode, async (t) => {
  const docker = blocks.filter(({ info }) => info === 'dockerfile').map(({ code }) => code)
  t.ok(docker.length > 0)
  for (const code of docker) {
    const inProject = code.replaceAll('/app/', `${project}/`)
    const variables = Object.fromEntries(
      [...inProject.matchAll(/^ENV (\w+)="?([^"\n]*)"?$/gm)].map(([, name, value]) => [name!, value!])
    )
    const [, start] = /^CMD (\[.*\])$/m.exec(inProject)!
    const command = JSON.parse(start!).join(' ')
    const given = Object.entries(variables).map(([name, value]) => `${name}=${value}`).join(' ')
    holdPreloads(t, run(command, project, variables), `${given} ${command}`)
    if (variables['NODE_OPTIONS'] !== undefined) {
      holdPreloads(t, run(`node ${join(project, 'app.js')}`, tmpdir(), variables), `${given} elsewhere`)
    }
  }
})

t.test('the file for PM2 gives Node a path that works in any folder', forNode, async (t) => {
  const [file] = blocks.filter(({ info, code }) => info === 'js file' && code.includes('node_args'))
  write('ecosystem.config.cjs', file!.code)
  write('print-config.cjs', 'console.log(JSON.stringify(require("./ecosystem.config.cjs")))')
  const { apps: [app] } = run('node print-config.cjs').told
  t.same(app.script, './app.js')
  const ended = run(['node', ...app.node_args, join(project, app.script)].join(' '), tmpdir(), app.env)
  holdPreloads(t, ended, `TRACESCOPE_STORAGES=${app.env.TRACESCOPE_STORAGES} ${app.node_args.join(' ')}`)
})

t.test('tracescope/register in the first line of a program goes into its bundle', forNode, async (t) => {
  for (const format of ['esm', 'cjs'] as const) {
    const outfile = join(project, `bundle.${format === 'esm' ? 'mjs' : 'cjs'}`)
    const contents = "import 'tracescope/register'\n" +
      `${APP.replace(/const (.*) = require\((.*)\)/g, 'import $1 from $2')}console.log(JSON.stringify(told()))`
    buildSync({
      stdin: { contents, resolveDir: project }, bundle: true, platform: 'node', format, outfile, logLevel: 'warning'
    })
    holdPreloads(t, run(`node ${outfile} # tracescope/register`, tmpdir()), `${format}, tracescope/register`)
  }
})

t.test('what --require names runs before what --import names, as the page says', forNode, async (t) => {
  t.equal(run('node --import tracescope/register --require dd-trace/init app.js').told.agent.isInstalled, false)
})

t.test('the path that the page says how to find is that of the Dockerfile', forNode, async (t) => {
  const [, command] = /`node -p "(.*)"` prints this path/.exec(readPage('docs/services.md'))!
  t.equal(run(`node -p "JSON.stringify(${command})"`).told, join(packageFolder, 'dist/cjs/register.js'))
})

t.test('a preload by the name of the package fails where the package can’t be ' +
  'found, as the page says', forNode, async (t) => {
  const { status, stderr } = run(`node --import tracescope/register ${join(project, 'app.js')}`, tmpdir())
  t.equal(status, 1)
  t.match(stderr, 'ERR_MODULE_NOT_FOUND')
  t.ok(existsSync(join(packageFolder, 'dist/cjs/register.js')))
})
