// The little of ESLint's types that the rules need: ESLint is no dependency, its users have it.

/** A node of the tree, by ESTree and typescript-eslint. */
export interface Node {
  readonly type: string
  readonly parent: Node
  readonly range: readonly [number, number]
  readonly [property: string]: any
}

/** A name in a scope, with where it is defined and used. */
export interface Variable {
  readonly defs: ReadonlyArray<{ readonly type: string, readonly node: Node, readonly parent?: Node | null }>
  readonly references: readonly Reference[]
}

interface Reference {
  readonly identifier: Node
  isRead(): boolean
  isWrite(): boolean
}

interface Scope {
  readonly set: ReadonlyMap<string, Variable>
  readonly through: readonly Reference[]
  readonly upper: Scope | null
}

/** A stretch of code that is run as a whole, in ESLint's code path analysis. */
export interface Segment {
  readonly prevSegments: readonly Segment[]
}

/** What a rule gets. */
export interface RuleContext {
  readonly options: readonly any[]
  readonly languageOptions: { readonly ecmaVersion?: unknown, readonly sourceType?: unknown, readonly parser?: any }
  readonly sourceCode: {
    readonly parserServices?: any
    getScope(node: Node): Scope
    getFirstToken(node: Node): Node
    getText(node: Node): string
  }
  report(problem: object): void
}

/** One rule, as ESLint takes it. */
export interface Rule {
  readonly meta: {
    readonly type: 'problem'
    readonly docs: { readonly description: string, readonly url: string }
    readonly hasSuggestions?: boolean
    readonly schema: object[]
    readonly messages: Record<string, string>
  }
  create(context: any): Record<string, (...args: any[]) => void>
}

/** The variable that an identifier means, or nothing for a global that is not declared. */
export function variableOf(context: RuleContext, identifier: Node): Variable | undefined {
  return variableNamed(context, identifier, identifier['name'])
}

/** The variable that a name means where a node is. */
export function variableNamed(context: RuleContext, node: Node, name: string): Variable | undefined {
  for (let scope: Scope | null = context.sourceCode.getScope(node); scope; scope = scope.upper) {
    const variable = scope.set.get(name)
    if (variable) return variable
  }
  return undefined
}

/** The name of the property that a member expression reads, when it is written down. */
export function propertyName({ property, computed }: Node): string | undefined {
  if (!computed) return property.name
  if (property.type === 'TemplateLiteral' && property.expressions.length === 0) return property.quasis[0].value.cooked
  return property.type === 'Literal' ? String(property.value) : undefined
}

const CASTS = new Set(['ChainExpression', 'TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression', 'TSTypeAssertion'])

/** Whether a node is what it holds with another type, or with the end of a chain of `?.`. */
export function isCast({ type }: Node): boolean {
  return CASTS.has(type)
}

/** An expression without the casts around it. */
export function withoutCasts(expression: Node): Node {
  let inner = expression
  while (isCast(inner)) inner = inner['expression']
  return inner
}

const FUNCTIONS = new Set(['ArrowFunctionExpression', 'FunctionExpression', 'FunctionDeclaration'])

/** Whether a node is a function. */
export function isFunction(node: Node): boolean {
  return FUNCTIONS.has(node.type)
}

/** The function in whose own body a node is. */
export function functionAround(node: Node): Node | undefined {
  let around: Node | null = node.parent
  while (around && !isFunction(around)) around = around.parent
  return around ?? undefined
}
