import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import t from 'tap'
import { isNode } from './support/host.js'
import { marksIn } from './support/marks.js'
import { readmeSnippets, type Snippet } from './support/readme-snippets.js'
import { hostFlags, packageFolder } from './support/run-program.js'
import { hostHasUsing } from './support/using.js'

// Every snippet of the README is run as it stands, and prints what its comments say, `// → what is printed`; in strict mode it
// prints the same, and for each line the report that its comment says, `// ✗ code`.

const run = promisify(execFile)
const snippets = readmeSnippets()

/** Prints the reports of strict mode, instead of what Node makes of them. */
const PRINT_WARNINGS = `data:text/javascript,process.on('warning',(warning)=>console.error(JSON.stringify({...warning,stack:warning.stack})))`

// Files rather than modules on the command line, which not every host takes: one folder is within the package, where
// `tracescope` means this package, and in the other there is none.
const within = mkdtempSync(join(packageFolder, '.build', 'readme-'))
const elsewhere = mkdtempSync(join(tmpdir(), 'readme-'))
t.teardown(() => { for (const folder of [within, elsewhere]) rmSync(folder, { recursive: true }) })

t.equal(snippets.length, 16)

for (const { title, language, code } of snippets) {
  t.test(title, async (t) => {
    const program = runnable({ title, language, code })
    const runIn = (folder: string, ...flags: string[]): Promise<{ stdout: string, stderr: string }> => {
      const file = join(folder, 'snippet.mjs')
      writeFileSync(file, program)
      return run(process.execPath, [...hostFlags, ...isNode ? ['--no-warnings'] : [], ...flags, file], { cwd: folder })
    }
    const printed = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line)
    t.same((await runIn(within)).stdout.split('\n').slice(0, -1), printed)
    // A library that works without tracescope, where there is none.
    if (code.includes("import('tracescope').catch")) t.same((await runIn(elsewhere)).stdout.split('\n').slice(0, -1), printed)

    // Preloading is for Node, and so are the places in its stacks.
    if (!isNode) return
    const strict = await runIn(within, '--import', PRINT_WARNINGS, '--import', 'tracescope/strict')
    t.same(strict.stdout.split('\n').slice(0, -1), printed, 'in strict mode')
    const lines = program.split('\n')
    const reports = strict.stderr.split('\n').slice(0, -1).map((line) => JSON.parse(line))
    t.same(
      reports.map(({ code, detail, stack }) => `${code}: ${callIn(lines[Number(/snippet\.mjs:(\d+)/.exec(`${detail} ${stack}`)![1]) - 1]!)}`),
      marksIn(code).flatMap(({ line, reports }) => reports.filter((name) => name.startsWith('TRACESCOPE_')).map((name) => `${name}: ${callIn(code.split('\n')[line - 1]!)}`))
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
