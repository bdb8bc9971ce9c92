import { propertyName, variableOf, type Node, type RuleContext } from './ast.js'

/** What a name was imported as. */
export interface Import {
  readonly module: string
  /** The name in the module; `*` for all of it, and `default` for what may be all of it too. */
  readonly name: string
}

/** What an identifier was imported as, by `import`, `require()` or `await import()`. Nothing if it was not. */
export function importOf(context: RuleContext, identifier: Node): Import | undefined {
  const definition = variableOf(context, identifier)?.defs[0]
  if (definition?.type === 'ImportBinding') return importedBy(definition.node, definition.parent)
  if (definition?.type === 'Variable') return requiredBy(definition.node, identifier['name'])
  return undefined
}

function importedBy(specifier: Node, declaration: Node | null | undefined): Import | undefined {
  switch (specifier.type) {
    case 'ImportSpecifier': return { module: declaration!['source'].value, name: specifier['imported'].name ?? specifier['imported'].value }
    case 'ImportDefaultSpecifier': return { module: declaration!['source'].value, name: 'default' }
    case 'ImportNamespaceSpecifier': return { module: declaration!['source'].value, name: '*' }
    // TypeScript's `import name = require('module')`.
    default: return moduleOf(specifier['moduleReference']?.expression, '*')
  }
}

function requiredBy({ id, init }: Node, local: string): Import | undefined {
  const source = requiredModule(init)
  if (id.type === 'Identifier') return moduleOf(source, 'default')
  if (id.type !== 'ObjectPattern') return undefined
  const property = id.properties.find(({ value }: Node) => value?.name === local)
  return property && moduleOf(source, propertyName({ property: property.key, computed: property.computed } as unknown as Node) ?? '')
}

/** Where a module is loaded as a value: the expression that names it. */
function requiredModule(init: Node | null): Node | undefined {
  if (init?.type === 'AwaitExpression' && init['argument'].type === 'ImportExpression') return init['argument'].source
  if (init?.type === 'CallExpression' && init['callee'].name === 'require') return init['arguments'][0]
  return undefined
}

function moduleOf(source: Node | undefined, name: string): Import | undefined {
  return source?.type === 'Literal' ? { module: String(source['value']), name } : undefined
}
