import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import t from 'tap'
import tracescope, { rules } from 'tracescope/eslint'
import * as noScopeInAsyncPrelude from './no-scope-in-async-prelude.js'
import * as noEnterWith from './no-enter-with.js'
import { lintPackages } from './packages.js'
import * as requireUsing from './require-using.js'
import { sampleFiles, sampleFolder } from './sample-files.js'
import { rulesIn } from '../support/marks.js'
import { documentedSnippets, readPage } from '../support/documentation.js'
import { packageFolder } from '../support/run-program.js'

// The rules, in the oldest and the newest ESLint that they are for.

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const hostRunsEslint = major >= 24 || major === 22 && minor >= 13 || major === 20 && minor >= 19

if (hostRunsEslint) testRules()
else t.test('the rules', { skip: 'ESLint 10 is made for Node 20.19, 22.13, 24 and later' }, () => {})

t.test('the plugin can be required as well as imported', async (t) => {
  const required = createRequire(import.meta.url)('tracescope/eslint')
  t.same(Object.keys(required.rules), Object.keys(rules))
  t.equal(required.configs.recommended.plugins.tracescope, required.default)
  t.match(tracescope.meta, { name: 'tracescope', version: /^\d+\.\d+\.\d+/ })
})

t.test('it needs no other package', async (t) => {
  const neededBy = (format: string): string[] => {
    const code = readFileSync(join(packageFolder, 'dist', format, 'eslint.js'), 'utf8')
    return [
      ...new Set([...code.matchAll(/(?:^(?:im|ex)port .* from |\brequire\()['"](.*?)['"]/gm)].map(([, path]) => path!))
    ].sort()
  }
  t.same(neededBy('cjs'), ['node:fs', 'node:path'])
  t.same(neededBy('esm'), ['../cjs/eslint-names.js'])
})

t.test('the configs: scopes in recommended, all rules in strict', async (t) => {
  const { recommended, strict } = tracescope.configs
  t.same(Object.keys(strict.rules), Object.keys(rules).map((name) => `tracescope/${name}`))
  t.same(Object.keys(recommended.rules), ['tracescope/require-using', 'tracescope/no-scope-in-async-prelude'])
  t.equal(strict.plugins.tracescope, tracescope)
})

function testRules(): void {
  const { eslints, typescriptParser, recommended } = lintPackages()
  for (const [version, { ESLint, RuleTester }] of Object.entries(eslints)) {
    t.test(version, async (t) => {
      RuleTester.describe = (_name: string, describe: () => void) => describe()
      RuleTester.it = RuleTester.itOnly = (name: string, it: () => void) => t.test(name, async () => it())
      const testers = {
        'plain JavaScript': new RuleTester(),
        'TypeScript without types': new RuleTester({ languageOptions: { parser: typescriptParser } })
      }

      for (const [language, tester] of Object.entries(testers)) {
        t.test(language, async () => {
          tester.run('require-using', rules['require-using'], requireUsing)
          tester.run('no-scope-in-async-prelude', rules['no-scope-in-async-prelude'], noScopeInAsyncPrelude)
          tester.run('no-enter-with', rules['no-enter-with'], noEnterWith)
        })
      }

      t.test('TypeScript alone', async () => {
        testers['TypeScript without types'].run('require-using', rules['require-using'], requireUsing.inTypeScript)
        testers['TypeScript without types'].run(
          'no-scope-in-async-prelude', rules['no-scope-in-async-prelude'], noScopeInAsyncPrelude.inTypeScript
        )
      })

      const eslint = new ESLint({
        cwd: sampleFolder,
        overrideConfigFile: true,
        overrideConfig: [
          tracescope.configs.recommended,
          {
            files: ['**/*.ts'],
            // With `using` in it whatever this says.
            languageOptions: {
              ecmaVersion: 2024,
              parser: typescriptParser,
              parserOptions: { projectService: { allowDefaultProject: ['snippet.ts'] }, tsconfigRootDir: sampleFolder }
            }
          }
        ]
      })
      const lint = async (code: string, file: string): Promise<string[]> => {
        const [{ messages }] = await eslint.lintText(code, { filePath: join(sampleFolder, file) })
        return messages.map(({ line, ruleId, message }: any) =>
          `${line}: ${ruleId?.replace('tracescope/', '') ?? message}`).sort()
      }

      t.test('in TypeScript `using` is suggested for any target', async (t) => {
        const [{ messages }] = await eslint.lintText('storage.withScope(1)', {
          filePath: join(sampleFolder, 'snippet.ts')
        })
        t.same(
          messages[0].suggestions.map(({ desc, fix }: any) => [desc, fix.text]),
          [['Take it by `using _`.', 'using _ = ']]
        )
      })

      t.test('a sample project: each misuse is reported where it is, and nothing else', async (t) => {
        for (const { name, code } of sampleFiles()) t.same(await lint(code, name), rulesIn(code), name)
      })

      t.test('what typescript-eslint recommends has nothing to say of a `using` of README and docs/, ' +
        'with the option beside it', async (t) => {
        const option = /^  (\{ rules: .*\})$/m.exec(readPage('docs/scopes.md'))![1]!
        const complaints = async (...configs: object[]): Promise<unknown[]> => {
          const eslint = new ESLint({
            cwd: sampleFolder, overrideConfigFile: true, overrideConfig: [...recommended, ...configs]
          })
          const seen = documentedSnippets().filter(({ code }) => /^ *using /m.test(code)).map(async ({ code }) => {
            const [{ messages }] = await eslint.lintText(code, { filePath: join(sampleFolder, 'snippet.ts') })
            return messages.filter(({ line }: any) => code.split('\n')[line - 1]!.includes('using '))
              .map(({ ruleId, line }: any) => `${line}: ${ruleId}`)
          })
          return (await Promise.all(seen)).flat()
        }
        t.match(await complaints(), [/no-unused-vars$/], 'without the option they count as unused')
        t.same(await complaints(new Function(`return ${option}`)()), [])
      })

      t.test('README and docs/: each misuse is reported where it is, and no right form', async (t) => {
        for (const { language, code } of documentedSnippets()) {
          if (language === 'js') t.same(await lint(code, 'snippet.js'), rulesIn(code), code)
          t.same(await lint(code, 'snippet.ts'), rulesIn(code), code)
        }
      })
    })
  }
}
