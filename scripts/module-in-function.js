// @ts-check
// Makes a module of a bundle: its code stands in a function, since V8 runs code of a module's own scope up to a third
// slower. What it imports is handed to the function, and what it exports is returned. A name that is assigned after its
// declaration is declared outside, where those who import it see it change.
import { parse } from 'acorn'
import { simple } from 'acorn-walk'

/** @typedef {Readonly<{ exported: string, local: string }>} Export */
/** @typedef {Readonly<{ path: string, imported: string, local: string }>} Import */
/** @typedef {Readonly<{ code: string, codeWithoutAssigned: string }>} Code */
/**
 * @typedef {Code & Readonly<Record<'exports' | 'assigned', readonly Export[]> & { imports: readonly Import[] }>} Parts
 */

/** @type {Readonly<Record<'esm' | 'cjs', (code: string) => string>>} */
export const moduleInFunction = { esm: (code) => asEsModule(partsOf(code)), cjs: (code) => asCommonJs(partsOf(code)) }

/** @param {Parts} parts */
function asEsModule({ imports, exports, assigned, codeWithoutAssigned }) {
  if (codeWithoutAssigned.trim() === '' && exports.length === 0) return codeWithoutAssigned
  const returned = exports.filter((one) => !assigned.includes(one))
  const locals = imports.map(({ local }) => local).join(', ')
  const properties = returned.map(({ exported, local }) => pair(exported, local, ': ')).join(', ')
  const made = returned.length === 0 ? '' : `const { ${properties} } = `
  return lines(
    ...imports.map(({ path, imported, local }) =>
      `import ${imported === 'default' ? local : `{ ${pair(imported, local, ' as ')} }`} from '${path}'`),
    ...assigned.map(({ local }) => `let ${local}`),
    `${made || ';'}(function (${locals}) {`,
    codeWithoutAssigned.trim(),
    returned.length > 0 && `return { ${properties} }`,
    `})(${locals})`,
    exports.length > 0 && `export { ${exports.map(({ exported, local }) => pair(local, exported, ' as ')).join(', ')} }`
  )
}

/** @param {Parts} parts */
function asCommonJs({ imports, exports, assigned, code }) {
  const properties = exports.filter((one) => !assigned.includes(one))
    .map(({ exported, local }) => pair(exported, local, ': '))
  const descriptors = [
    '__esModule: { __proto__: null, value: true }',
    ...assigned.map(({ exported, local }) => `${exported}: { __proto__: null, enumerable: true, get: () => ${local} }`)
  ]
  const names = exports.map(({ exported }) => exported).filter((name) => name !== 'default')
  return lines(
    '\'use strict\'',
    ...imports.map(({ path, imported, local }) => imported === 'default' && path.startsWith('node:')
      ? `const ${local} = require('${path}')`
      : `const { ${pair(imported, local, ': ')} } = require('${path}')`),
    code.trim(),
    exports.length > 0 && `module.exports = { ${properties.join(', ')} }`,
    exports.length > 0 && `Object.defineProperties(module.exports, { ${descriptors.join(', ')} })`,
    names.length > 0 && listOfNames(names)
  )
}

/**
 * Makes an ES module that has the exports of an entry in CommonJS, and what it takes them from. Node looks for names in
 * the text of what is imported: in that of a whole entry it would take 40 ms on Node 20 and 22.
 *
 * @param {string} entry @param {readonly string[]} exported
 * @returns the text of `names`, which is CommonJS, and of the ES module
 */
export function esModuleOver(entry, exported) {
  const path = `../cjs/${entry}-names.js`
  const names = exported.filter((name) => name !== 'default')
  const hasDefault = names.length < exported.length
  return {
    names: lines('\'use strict\'', `const all = require('./${entry}.js')`, 'module.exports = all', listOfNames(names)),
    module: lines(
      `export { ${names.join(', ')} } from '${path}'`,
      // Node gives the whole of CommonJS for its default, other hosts what it has by that name.
      hasDefault && `import required from '${path}'`,
      hasDefault && 'export default required.__esModule ? required.default : required'
    )
  }
}

/** What Node finds in the text of CommonJS that is imported from an ES module. @param {readonly string[]} names */
function listOfNames(names) {
  return `0 && (module.exports = { ${names.join(', ')} })`
}

/** The names that a bundle exports, to be taken from its CommonJS once and for all. @param {string} code */
export function namesOf(code) {
  const { exports, assigned } = partsOf(code)
  const later = assigned.map(({ exported }) => exported)
  if (later.length > 0) throw new Error(`who takes ${later.join()} does not see that it is assigned later`)
  return exports.map(({ exported }) => exported)
}

/** @param {string} before @param {string} after @param {string} between */
function pair(before, after, between) {
  return before === after ? before : `${before}${between}${after}`
}

/** @param {ReadonlyArray<string | false>} texts */
function lines(...texts) {
  return `${texts.filter(Boolean).join('\n')}\n`
}

/** @param {string} code @returns {Parts} */
function partsOf(code) {
  const program = parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
  /** @type {Import[]} */
  const imports = []
  /** @type {Export[]} */
  const exports = []
  const cuts = []
  for (const statement of program.body) {
    if (statement.type === 'ImportDeclaration') {
      imports.push(...importsOf(statement))
      cuts.push(statement)
    } else if (statement.type === 'ExportNamedDeclaration' && !statement.declaration && !statement.source) {
      for (const { exported, local } of statement.specifiers) {
        exports.push({ exported: nameOf(exported), local: nameOf(local) })
      }
      cuts.push(statement)
    } else if (/^Export/.test(statement.type)) {
      throw new Error('a bundle is expected to end with its list of exports: ' +
        `${code.slice(statement.start, statement.end)}`)
    }
  }
  const assignedNames = namesAssigned(program)
  const assigned = exports.filter(({ local }) => assignedNames.has(local))
  const keywords = assigned.map(({ local }) => keywordBefore(program, local))
  const codeWithoutAssigned = without(code, [...cuts, ...keywords])
  return { imports, exports, assigned, code: without(code, cuts), codeWithoutAssigned }
}

/** @param {import('acorn').ImportDeclaration} statement @returns {Import[]} */
function importsOf({ source, specifiers }) {
  const path = String(source.value)
  return specifiers.map((specifier) => {
    const local = specifier.local.name
    if (specifier.type === 'ImportDefaultSpecifier') return { path, imported: 'default', local }
    if (specifier.type === 'ImportSpecifier') return { path, imported: nameOf(specifier.imported), local }
    throw new Error(`${path} is imported as a namespace`)
  })
}

/** @param {import('acorn').Identifier | import('acorn').Literal} name */
function nameOf(name) {
  if (name.type !== 'Identifier') throw new Error(`${name.raw} is no identifier`)
  return name.name
}

/** The names that are assigned anywhere, whatever they name there. @param {import('acorn').Program} program */
function namesAssigned(program) {
  /** @type {Set<string>} */
  const names = new Set()
  /** @param {import('acorn').AnyNode | null} target */
  const add = (target) => {
    if (target?.type === 'Identifier') names.add(target.name)
    else if (target?.type === 'AssignmentPattern') add(target.left)
    else if (target?.type === 'RestElement') add(target.argument)
    else if (target?.type === 'ArrayPattern') target.elements.forEach(add)
    else if (target?.type === 'ObjectPattern') target.properties.forEach(add)
    else if (target?.type === 'Property') add(target.value)
  }
  simple(program, {
    AssignmentExpression: ({ left }) => add(left),
    UpdateExpression: ({ argument }) => add(argument),
    ForInStatement: ({ left }) => add(left),
    ForOfStatement: ({ left }) => add(left)
  })
  return names
}

/**
 * Where the keyword of a declaration stands, with the space after it.
 *
 * @param {import('acorn').Program} program @param {string} local
 */
function keywordBefore(program, local) {
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration' || statement.declarations.length !== 1) continue
    const [{ id, init }] = /** @type {[import('acorn').VariableDeclarator]} */ (statement.declarations)
    if (id.type === 'Identifier' && id.name === local && init) return { start: statement.start, end: id.start }
  }
  throw new Error(`${local} is exported and assigned: it has to be declared by itself, and with a value`)
}

/** @param {string} code @param {ReadonlyArray<Readonly<{ start: number, end: number }>>} cuts */
function without(code, cuts) {
  const fromTheEnd = cuts.toSorted((a, b) => b.start - a.start)
  return fromTheEnd.reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), code)
}
