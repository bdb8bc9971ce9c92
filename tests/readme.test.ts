import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { transformSync } from 'esbuild'
import t from 'tap'
import { readmeSnippets, type Snippet } from './support/readme-snippets.js'
import { hostFlags, packageFolder } from './support/run-program.js'
import { hostHasUsing } from './support/using.js'

// Every snippet of the README is run as it stands, and prints what its comments say, `// → what is printed`.

const run = promisify(execFile)
const snippets = readmeSnippets()

t.equal(snippets.length, 13)

for (const { title, language, code } of snippets) {
  t.test(title, async (t) => {
    const program = runnable({ title, language, code })
    const runWith = (...flags: string[]): Promise<{ stdout: string, stderr: string }> =>
      run(process.execPath, [...hostFlags, '--no-warnings', ...flags, '--input-type=module', '--eval', program], { cwd: packageFolder })
    const printed = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line)
    t.same((await runWith()).stdout.split('\n').slice(0, -1), printed)
  })
}

/** A snippet as the host can run it: without types, and without `using` where it has none. */
function runnable({ language, code }: Snippet): string {
  if (language === 'js' && hostHasUsing) return code
  return transformSync(code, { loader: language, target: 'node20', format: 'esm' }).code
}
