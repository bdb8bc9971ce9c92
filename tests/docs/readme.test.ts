import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import t from 'tap'
import { isNode } from '../support/host.js'
import { marksIn } from '../support/marks.js'
import { documentedSnippets, PAGES, type Snippet } from '../support/documentation.js'
import { hostFlags, packageFolder } from '../support/run-program.js'
import { hostHasUsing } from '../support/using.js'

// Every snippet of the README and of docs/ is run as it stands, and prints what its comments say,
// `// → what is printed`; in strict mode it prints the same, and for each line the report that its comment says,
// `// ✗ code`.

const run = promisify(execFile)

// What needs packages that are not here has a test of its own: readme-opentelemetry.
const snippets = documentedSnippets().filter(({ code }) => !code.includes('@opentelemetry/'))

/** Prints the reports of strict mode, instead of what Node makes of them. */
const PRINT_WARNINGS = "data:text/javascript,process.on('warning',(warning)=>" +
  'console.error(JSON.stringify({...warning,stack:warning.stack})))'

// Files rather than modules on the command line, which not every host takes: one folder is within the package, where
// `tracescope` means this package, and in the other there is none.
const within = mkdtempSync(join(packageFolder, '.build', 'readme-'))
const elsewhere = mkdtempSync(join(tmpdir(), 'readme-'))
t.teardown(() => { for (const folder of [within, elsewhere]) rmSync(folder, { recursive: true }) })

// How many each page has: one that is not found any more would not be missed.
const SNIPPETS = {
  'README.md': 4, 'docs/agents.md': 4, 'docs/api.md': 3,
  'docs/differences.md': 0, 'docs/host-differences.md': 0, 'docs/hosts.md': 0,
  'docs/libraries.md': 8, 'docs/measurements.md': 0, 'docs/scopes.md': 11, 'docs/services.md': 1
}
t.same(
  Object.fromEntries(PAGES.map((page) => [page, snippets.filter((snippet) => snippet.page === page).length])), SNIPPETS
)

// Snippets that are held against more than what they print: libraries that work without tracescope, and a migration.
const LIBRARY = "import('tracescope').catch(() => undefined)"
const FALLBACK = 'ERR_MODULE_NOT_FOUND'
const MIGRATED = "import { channel, tracingChannel } from 'tracescope'"

/** Has the library of a snippet called, and prints what its subscribers see. */
const HEAR = `
import { subscribe } from 'node:diagnostics_channel'
const heard = []
subscribe('tracing:client.query:start', ({ sql }) => heard.push(sql))
query('SELECT 2')
console.log('heard', ...heard)`

t.same(
  [LIBRARY, FALLBACK, MIGRATED].map((text) => snippets.filter(({ code }) => code.includes(text)).length), [1, 1, 1]
)

for (const snippet of snippets) {
  const { title, code } = snippet
  t.test(title, async (t) => {
    const program = runnable(snippet)
    const runIn = async (
      folder: string, program: string, ...flags: string[]
    ): Promise<{ lines: string[], stderr: string }> => {
      const file = join(folder, 'snippet.mjs')
      writeFileSync(file, program)
      const { stdout, stderr } = await run(
        process.execPath, [...hostFlags, ...isNode ? ['--no-warnings'] : [], ...flags, file], { cwd: folder }
      )
      return { lines: stdout.split('\n').slice(0, -1), stderr }
    }
    const printed = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line)
    t.same((await runIn(within, program)).lines, printed)
    if (code.includes(LIBRARY)) {
      t.same((await runIn(within, program + HEAR)).lines, [...printed, 'heard SELECT 2'], 'with tracescope')
      t.same((await runIn(elsewhere, program + HEAR)).lines, [...printed, 'heard'], 'where there is none')
    }
    if (code.includes(FALLBACK)) {
      for (const folder of [within, elsewhere]) t.same(
        (await runIn(folder, program + HEAR)).lines,
        [...printed, 'heard SELECT 2'],
        folder === within ? 'with tracescope' : 'by the host’s channels'
      )
    }
    if (code.includes(MIGRATED)) {
      t.match(code, `// ${MIGRATED.replace('tracescope', 'node:diagnostics_channel')}\n`)
      t.same(
        (await runIn(elsewhere, program.replaceAll(/(?<=from ['"])tracescope/g, 'node:diagnostics_channel'))).lines,
        printed,
        'before'
      )
    }

    // Preloading is for Node, and so are the places in its stacks.
    if (!isNode) return
    const strict = await runIn(within, program, '--import', PRINT_WARNINGS, '--import', 'tracescope/strict')
    t.same(strict.lines, printed, 'in strict mode')
    const lines = program.split('\n')
    const reports = strict.stderr.split('\n').slice(0, -1).map((line) => JSON.parse(line))
    t.same(
      reports.map(({ code, detail, stack }) =>
        `${code}: ${callIn(lines[Number(/snippet\.mjs:(\d+)/.exec(`${detail} ${stack}`)![1]) - 1]!)}`),
      marksIn(code).flatMap(({ line, reports }) => reports.filter((name) => name.startsWith('TRACESCOPE_'))
        .map((name) => `${name}: ${callIn(code.split('\n')[line - 1]!)}`))
    )
  })
}

/** A snippet as the host can run it: without types, and without `using` where it has none. */
function runnable({ language, code }: Snippet): string {
  if (language === 'js' && hostHasUsing) return code
  return transformSync(code, { loader: language, target: 'node20', format: 'esm' }).code
}

/** The call in a line that opens a scope: what compiling leaves of the line. */
function callIn(line: string): string | undefined {
  return /with(?:Store)?Scope\([^)]*\)/.exec(line.replaceAll('"', '\''))?.[0]
}
