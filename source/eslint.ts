import type { Rule } from './eslint/ast.js'
import { noScopeInAsyncPrelude } from './eslint/no-scope-in-async-prelude.js'
import { requireUsing } from './eslint/require-using.js'

// `tracescope/eslint`: a plugin for ESLint 9 and later.

/** The version of the package, put in when it is built: ESLint's cache is kept by it. */
declare const PACKAGE_VERSION: string

/** What tells ESLint which plugin this is. */
export const meta = { name: 'tracescope', version: PACKAGE_VERSION, namespace: 'tracescope' }

/** The rules, as `tracescope/require-using` and `tracescope/no-scope-in-async-prelude`. */
export const rules: Record<'require-using' | 'no-scope-in-async-prelude', Rule> = {
  'require-using': requireUsing,
  'no-scope-in-async-prelude': noScopeInAsyncPrelude
}

const plugin = {
  meta,
  rules,
  /** For `eslint.config.js`: `export default [tracescope.configs.recommended]`. */
  configs: {
    /** Both rules, as errors. */
    recommended: {
      name: 'tracescope/recommended',
      plugins: { get tracescope(): { meta: typeof meta, rules: typeof rules } { return plugin } },
      rules: { 'tracescope/require-using': 'error', 'tracescope/no-scope-in-async-prelude': 'error' } as const
    }
  }
}

export const { configs } = plugin
export default plugin
