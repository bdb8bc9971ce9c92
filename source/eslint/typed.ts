import type { Node, RuleContext } from './ast.js'
import { packageOf } from './package-of.js'

// What typescript-eslint's parser services tell. The checker is the TypeScript of whoever lints, so nothing is imported
// from it.

const ANY = 1
const UNKNOWN = 2
const ALIAS = 1 << 21

/** The packages that declare the functions and methods that open scopes. */
const PACKAGES = new Set<string | undefined>(['tracescope', '@types/node'])

/**
 * Whether what a call calls is tracescope's or the host's function of one of these names, or a method of a class that
 * extends one of theirs. Nothing where there are no types, or where they don't tell.
 */
export function isOursByType(
  context: RuleContext, callee: Node, names: ReadonlySet<string | undefined>
): boolean | undefined {
  const services = typeServices(context)
  if (!services) return undefined
  const { checker, nodes } = services
  const isMember = callee.type === 'MemberExpression'
  const symbol = unaliased(checker, checker.getSymbolAtLocation(nodes.get(isMember ? callee['property'] : callee)))
  if (!symbol?.declarations?.length) return undefined
  if (!names.has(symbol.name)) return false
  if (isDeclaredByUs(symbol)) return true
  return isMember && inheritsFromUs(checker.getTypeAtLocation(nodes.get(callee['object'])), symbol.name)
}

/** The name of an expression's class or interface, where there are types and they tell. */
export function typeName(context: RuleContext, node: Node): string | undefined {
  const services = typeServices(context)
  const type = services?.checker.getTypeAtLocation(services.nodes.get(node))
  return type && !(type.flags & (ANY | UNKNOWN)) ? type.symbol?.name ?? '' : undefined
}

function typeServices(
  { sourceCode: { parserServices } }: RuleContext
): { checker: any, nodes: ReadonlyMap<Node, any> } | undefined {
  const program = parserServices?.program
  return program ? { checker: program.getTypeChecker(), nodes: parserServices.esTreeNodeToTSNodeMap } : undefined
}

function unaliased(checker: any, symbol: any): any {
  return symbol && symbol.flags & ALIAS ? checker.getAliasedSymbol(symbol) : symbol
}

function isDeclaredByUs({ declarations = [] }: any): boolean {
  return declarations.some((declaration: any) => PACKAGES.has(packageOf(declaration.getSourceFile().fileName)))
}

function inheritsFromUs(type: any, method: string): boolean {
  const bases: any[] = type.types ?? (type.target ?? type).getBaseTypes?.() ?? []
  return bases.some((base) => {
    const overridden = base.getProperty(method)
    return overridden && isDeclaredByUs(overridden) || inheritsFromUs(base, method)
  })
}
