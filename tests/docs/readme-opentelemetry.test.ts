import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from 'esbuild'
import t from 'tap'
import { installPackages } from '../support/install-packages.js'
import { documentedSnippets } from '../support/documentation.js'
import { packageFolder, runProgram } from '../support/run-program.js'

// The recipe of docs/agents.md for OpenTelemetry as it stands, with the SDK that exports spans: whose child each span
// is, how it ended, and that it was ended once.

// They are installed when they are first needed.

const SDKS = { 'sdk-2': '@opentelemetry/sdk-trace-base', 'sdk-3': '@opentelemetry/sdk-trace' }

const [recipe] = documentedSnippets().filter(({ code }) => code.includes('@opentelemetry/api'))

const spansOf = (name: string): string[][] => [
  ['none', name, 'ok'],
  [name, `${name}: outer`, 'ok'],
  [`${name}: outer`, `${name}: before an await`, 'ok'],
  [`${name}: outer`, `${name}: after an await`, 'ok'],
  [`${name}: after an await`, `${name}: innermost`, 'ok'],
  [name, `${name}: next`, 'ok']
]

const SPANS = [
  ...spansOf('one'),
  ...spansOf('two'),
  ['none', 'reader', 'ok'],
  ['reader', 'rows', 'ok'],
  ['rows', 'between rows', 'ok'],
  ['reader', 'for a row', 'ok'],
  ['reader', 'for a row', 'ok'],
  ['none', 'failures', 'ok'],
  ['failures', 'throws', 'Error: at once'],
  ['failures', 'rejects', 'Error: later'],
  ['none', 'callbacks', 'ok'],
  ['callbacks', 'calls back later', 'ok'],
  ['callbacks', 'calls back at once', 'ok']
]

t.test('the code is short', async (t) => {
  const lines = recipe!.code.split('\n').filter((line) => line && !line.startsWith('import '))
  t.ok(lines.length <= 21, `${lines.length} lines`)
})

for (const [name, sdk] of Object.entries(SDKS)) {
  const cache = join(packageFolder, '.cache', 'opentelemetry', name)
  installPackages(join(packageFolder, 'tests', 'opentelemetry', name), cache)
  const { version, engines } = JSON.parse(readFileSync(join(cache, 'node_modules', sdk, 'package.json'), 'utf8'))
  t.test(`with SDK ${version}`, { skip: !isForThisNode(engines.node) && `is for Node ${engines.node}` }, async (t) => {
    // Within the package, where `tracescope` means this package.
    const folder = mkdtempSync(join(packageFolder, '.build', 'opentelemetry-'))
    t.teardown(() => rmSync(folder, { recursive: true }))
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(
      join(cache, 'node_modules', '@opentelemetry'), join(folder, 'node_modules', '@opentelemetry'), 'junction'
    )
    writeFileSync(join(folder, 'recipe.mjs'), transformSync(recipe!.code, { loader: 'ts', target: 'node20' }).code)

    const { spans, started, seen, complaints } = runProgram('opentelemetry-spans', [folder, sdk])
    t.same(spans.sort(), [...SPANS].sort(), 'the spans, each under its parent')
    t.equal(started, SPANS.length, 'all of them ended')
    t.same(complaints, [], 'and none twice')
    t.same(seen, {
      with: [true, 1, 2, 'value'], bind: [true, 3, 'value'], 'bind to an emitter': 'value', 'active afterwards': 'none',
      ...name === 'sdk-3' && { attach: ['value', 'gone'] },
      disabled: { chains: true, 'at once': true, 'after an await': true, 'enabled again': 'value' }
    }, 'the context manager does what OpenTelemetry asks of one')
  })
}

/** Whether one of the ranges in `engines` begins at this version of Node or before: `'^18.19.0 || >=20.6.0'`. */
function isForThisNode(ranges: string): boolean {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number]
  return ranges.split('||').some((range) => {
    const [from, fromMinor] = /(\d+)\.(\d+)/.exec(range)!.slice(1).map(Number) as [number, number]
    return range.includes('>=') && (major > from || major === from && minor >= fromMinor)
  })
}
