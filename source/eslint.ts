import type { Rule } from './eslint/ast.js'
import { noEnterWith } from './eslint/no-enter-with.js'
import { noScopeInAsyncPrelude } from './eslint/no-scope-in-async-prelude.js'
import { requireUsing } from './eslint/require-using.js'

// `tracescope/eslint`: a plugin for ESLint 9 and later.

/** The version of the package, put in when it is built: ESLint's cache is kept by it. */
declare const PACKAGE_VERSION: string

/** What tells ESLint which plugin this is. */
export const meta = { name: 'tracescope', version: PACKAGE_VERSION, namespace: 'tracescope' }

/** The rules, as `tracescope/require-using` and so on. */
export const rules: Record<'require-using' | 'no-scope-in-async-prelude' | 'no-enter-with', Rule> = {
  'require-using': requireUsing,
  'no-scope-in-async-prelude': noScopeInAsyncPrelude,
  'no-enter-with': noEnterWith
}

const plugin = {
  meta,
  rules,
  /** For `eslint.config.js`: `export default [tracescope.configs.recommended]`. */
  configs: {
    /** The rules of scopes, as errors. */
    recommended: {
      name: 'tracescope/recommended',
      plugins: { get tracescope(): { meta: typeof meta, rules: typeof rules } { return plugin } },
      rules: { 'tracescope/require-using': 'error', 'tracescope/no-scope-in-async-prelude': 'error' } as const
    },
    /** All rules, as errors. */
    strict: {
      name: 'tracescope/strict',
      plugins: { get tracescope(): { meta: typeof meta, rules: typeof rules } { return plugin } },
      rules: {
        'tracescope/require-using': 'error',
        'tracescope/no-scope-in-async-prelude': 'error',
        'tracescope/no-enter-with': 'error'
      } as const
    }
  }
}

export type { Rule }
export const { configs } = plugin
export default plugin
