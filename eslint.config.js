// @ts-check
// The rules of neostandard, and of the package's own plugin, for all code here: `npm run lint`. `scripts/lint.js`
// installs ESLint and the rules beside the project, since their parser needs another version of TypeScript.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import tracescope from './dist/esm/eslint.js'

const require = createRequire(new URL('.cache/own-lint/package.json', import.meta.url))
const { default: neostandard } = await import(pathToFileURL(require.resolve('neostandard')).href)

/** @param {readonly string[]} names */
const off = (...names) => Object.fromEntries(names.map((name) => [name, 'off']))

const MAX_LENGTH = 120

const UNUSED = { args: 'none', caughtErrors: 'none', ignoreRestSiblings: true, varsIgnorePattern: '^_' }

const STYLE = {
  '@stylistic/space-before-function-paren': ['error', { named: 'never', anonymous: 'always', asyncArrow: 'always' }],
  '@stylistic/generator-star-spacing': [
    'error', { before: false, after: true, method: { before: true, after: false } }
  ],
  '@stylistic/yield-star-spacing': ['error', 'after'],
  '@stylistic/quotes': ['error', 'single', { avoidEscape: true, allowTemplateLiterals: true }],
  '@stylistic/eol-last': 'error',
  '@stylistic/linebreak-style': 'error',
  '@stylistic/max-len': ['error', { code: MAX_LENGTH, ignoreUrls: true, ignoreTemplateLiterals: true }],
  // Short ones may share a line.
  ...off('@stylistic/object-property-newline', '@stylistic/object-curly-newline', '@stylistic/multiline-ternary'),
  ...off('@stylistic/no-mixed-operators', '@stylistic/quote-props')
}

const MEANING = {
  'no-unused-vars': ['error', UNUSED],
  // A promise that nobody waits for is marked by it.
  'no-void': 'off',
  // It takes what a function called within the loop assigns for unmodified.
  'no-unmodified-loop-condition': 'off',
  // Written out where the one that a class has by itself does more.
  '@typescript-eslint/no-useless-constructor': 'off',
  ...off('no-return-assign', 'symbol-description', 'promise/param-names', 'accessor-pairs')
}

export default [
  { ignores: ['dist', '.build', '.cache', 'node_modules', 'tests/eslint/sample', 'tests/types/projects'] },
  ...neostandard({ ts: true, noJsx: true }),
  { rules: { ...STYLE, ...MEANING }, languageOptions: { globals: { gc: 'readonly' } } },
  {
    files: ['**/*.ts'],
    // tsc tells better.
    rules: off(
      '@typescript-eslint/no-unused-vars', '@typescript-eslint/no-redeclare', '@typescript-eslint/no-use-before-define'
    )
  },
  // What scopes are made of is not in the eyes of the plugin, and tests misuse them on purpose.
  {
    files: ['source/**', 'bench/**', 'scripts/**', 'tests/real/**'],
    ignores: [
      'source/api/bounded-channel.ts', 'source/context/custom-store.ts', 'source/doctor/count-storages.ts',
      'source/shim/channel-methods.ts', 'source/shim/node26-shim.ts', 'source/shim/observe-host.ts'
    ],
    ...tracescope.configs.recommended
  },
  // `declare module` adds a variable to Node's module.
  { files: ['source/node26.ts'], rules: off('no-var', 'no-unused-vars') },
  // Subjects of measurements are compiled anew for each, and keep values from being optimised away.
  {
    files: ['source/doctor/calibration/**', 'bench/**'],
    rules: off('no-new-func', 'no-unused-vars', 'n/handle-callback-err', 'curly', '@stylistic/rest-spread-spacing')
  },
  {
    // Tests do what programs do, and what they had better not do.
    files: ['tests/**'],
    rules: off(
      'camelcase', 'curly', 'new-cap', 'no-extend-native', 'no-extra-bind', 'no-new', 'no-new-func',
      'no-regex-spaces', 'no-self-compare', 'no-sequences', 'no-template-curly-in-string', 'no-throw-literal',
      'no-unreachable-loop', 'no-unsafe-finally', 'no-useless-call', 'n/no-callback-literal',
      'prefer-promise-reject-errors', 'valid-typeof', '@typescript-eslint/no-unused-expressions',
      '@stylistic/lines-between-class-members', '@stylistic/wrap-iife', '@stylistic/no-extra-parens',
      'object-shorthand'
    )
  }
]
