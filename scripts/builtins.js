// @ts-check
// Each module of Node's is read once in a bundle, however many files import it: esbuild would import it for each of
// them. What files import by name is taken from it when the bundle is loaded; the module itself, which they import as
// its default, is asked whenever they ask it.
import { parse } from 'acorn'
import { build } from 'esbuild'

const NAMESPACE = 'builtin'

/**
 * Makes a plugin for the bundle of some options.
 *
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<import('esbuild').Plugin>}
 */
export async function builtinsOnce(options) {
  const names = await namesOfBuiltins(options)
  return {
    name: 'builtins-once',
    setup(build) {
      build.onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
        namespace === NAMESPACE ? { path, external: true } : { path, namespace: NAMESPACE })
      build.onLoad({ filter: /.*/, namespace: NAMESPACE }, ({ path }) =>
        ({ contents: moduleOf(path, names.get(path) ?? new Set()) }))
    }
  }
}

/** @param {string} path @param {ReadonlySet<string>} names */
function moduleOf(path, names) {
  const local = localNameOf(path)
  const byName = names.size === 0 ? '' : `export const { ${[...names].sort().join(', ')} } = ${local}\n`
  return `import ${local} from '${path}'\n${byName}export { ${local} as default }\n`
}

/** `node:util/types` is `nodeUtilTypes`. @param {string} path */
function localNameOf(path) {
  return path.replace(/[\W_](\w)/g, (_, letter) => letter.toUpperCase())
}

/**
 * The names that a bundle takes of each module of Node's.
 *
 * @param {import('esbuild').BuildOptions} options
 */
async function namesOfBuiltins(options) {
  const { outputFiles = [] } = await build({ ...options, format: 'esm', write: false, logLevel: 'silent' })
  /** @type {Map<string, Set<string>>} */
  const names = new Map()
  for (const { text } of outputFiles) {
    for (const statement of parse(text, { ecmaVersion: 'latest', sourceType: 'module' }).body) {
      if (statement.type !== 'ImportDeclaration') continue
      const path = String(statement.source.value)
      if (!names.has(path)) names.set(path, new Set())
      for (const specifier of statement.specifiers) {
        if (specifier.type === 'ImportNamespaceSpecifier') throw new Error(`import the default of ${path}`)
        if (specifier.type !== 'ImportSpecifier') continue
        if (specifier.imported.type !== 'Identifier') throw new Error(`${path} has no such name`)
        names.get(path)?.add(specifier.imported.name)
      }
    }
  }
  return names
}
