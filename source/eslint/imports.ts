import {
  constantText, type Node, propertyName, type RuleContext, type Variable, variableOf, withoutCasts
} from './ast.js'

/** What a name was imported as. */
export interface Import {
  readonly module: string
  /** The name in the module; `*` for all of it, and `default` for what may be all of it too. */
  readonly name: string
}

/**
 * What an expression was imported as, by `import`, `require()` or `await import()`, whatever variables it was given to.
 * Nothing if it was not.
 */
export function importOf(context: RuleContext, expression: Node): Import | undefined {
  return importBehind(context, expression, new Set())
}

/** The same, but not by way of the variables that have led to it: they may be given to each other in a circle. */
function importBehind(context: RuleContext, expression: Node, passed: Set<Variable>): Import | undefined {
  const node = withoutCasts(expression)
  switch (node.type) {
    case 'Identifier': {
      const variable = variableOf(context, node)
      if (!variable || passed.has(variable)) return undefined
      passed.add(variable)
      const [definition] = variable.defs
      if (definition?.type === 'ImportBinding') return importedBy(definition.node, definition.parent)
      return definition?.type === 'Variable' ? declaredBy(context, definition.node, node['name'], passed) : undefined
    }
    case 'MemberExpression': return memberOf(importBehind(context, node['object'], passed), propertyName(node))
    case 'AwaitExpression': return node['argument'].type === 'ImportExpression'
      ? moduleOf(node['argument'].source, 'default')
      : undefined
    case 'CallExpression': return node['callee'].name === 'require'
      ? moduleOf(node['arguments'][0], 'default')
      : undefined
    default: return undefined
  }
}

function importedBy(specifier: Node, declaration: Node | null | undefined): Import | undefined {
  switch (specifier.type) {
    case 'ImportSpecifier': return {
      module: declaration!['source'].value, name: specifier['imported'].name ?? specifier['imported'].value
    }
    case 'ImportDefaultSpecifier': return { module: declaration!['source'].value, name: 'default' }
    case 'ImportNamespaceSpecifier': return { module: declaration!['source'].value, name: '*' }
    // TypeScript's `import name = require('module')`.
    default: return moduleOf(specifier['moduleReference']?.expression, '*')
  }
}

function declaredBy(
  context: RuleContext, { id, init }: Node, local: string, passed: Set<Variable>
): Import | undefined {
  const source = init ? importBehind(context, init, passed) : undefined
  if (id.type === 'Identifier') return source
  if (id.type !== 'ObjectPattern') return undefined
  // With a default value there is a pattern around the name.
  const property = id.properties.find(({ value }: Node) => (value?.left ?? value)?.name === local)
  return property && memberOf(source, propertyName(property))
}

/** A member of all of a module; those of what it exports are not known. */
function memberOf(source: Import | undefined, name: string | undefined): Import | undefined {
  return source && name !== undefined && (source.name === '*' || source.name === 'default')
    ? { module: source.module, name }
    : undefined
}

function moduleOf(source: Node | undefined, name: string): Import | undefined {
  const module = source && constantText(source)
  return module === undefined ? undefined : { module, name }
}
