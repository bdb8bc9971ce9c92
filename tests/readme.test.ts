import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { transformSync } from 'esbuild'
import t from 'tap'
import { hostFlags, packageFolder } from './support/run-program.js'

// Every snippet of the README is run as it stands, and prints what its comments say: `// → what is printed`.

const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
const snippets = [...readme.matchAll(/^```(js|ts)\n(.*?)^```/gms)].map(([, language, code]) => ({ language: language!, code: code! }))

t.equal(snippets.length, 7)

function run(program: string, folder: string): string[] {
  const options = [...hostFlags, '--no-warnings', '--input-type=module', '--eval', program]
  return execFileSync(process.execPath, options, { cwd: folder, encoding: 'utf8' }).split('\n').slice(0, -1)
}

for (const { language, code } of snippets) {
  t.test(code.split('\n').find((line) => line.startsWith('const')) ?? code, async (t) => {
    const program = language === 'ts' ? transformSync(code, { loader: 'ts', target: 'node20', format: 'esm' }).code : code
    const expected = [...code.matchAll(/\/\/ → (.*)$/gm)].map(([, line]) => line)
    t.same(run(program, packageFolder), expected)
    // A library that works without tracescope, where there is none.
    if (code.includes("import('tracescope').catch")) t.same(run(program, tmpdir()), expected)
  })
}
