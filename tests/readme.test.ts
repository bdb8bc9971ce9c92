import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import t from 'tap'
import { hostFlags, packageFolder } from './support/run-program.js'

// Every snippet of the README is run as it stands, and prints what its comments say: `// → what is printed`.

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const snippets = [...readme.matchAll(/^```(js|ts)\n(.*?)^```/gms)].map(([, language, code]) => ({ language: language!, code: code! }))

// In a file within the package, where `tracescope` means this package: not every host takes a module on its command line.
const folder = mkdtempSync(join(packageFolder, '.build', 'readme-'))
const snippet = join(folder, 'snippet.mjs')
t.teardown(() => rmSync(folder, { recursive: true }))

t.equal(snippets.length, 4)

for (const { language, code } of snippets) {
  t.test(code.split('\n').find((line) => line.startsWith('const')) ?? code, async (t) => {
    const program = language === 'ts' ? transformSync(code, { loader: 'ts', target: 'node20', format: 'esm' }).code : code
    writeFileSync(snippet, program)
    const output = execFileSync(process.execPath, [...hostFlags, '--no-warnings', snippet], { cwd: packageFolder, encoding: 'utf8' })
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line)
    t.same(output.split('\n').slice(0, -1), expected)
  })
}
