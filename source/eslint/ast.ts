import * as utils from '@eslint-community/eslint-utils'

// The little of ESLint's types that the rules need: ESLint is no dependency, its users have it. The functions of
// eslint-utils, which are built into the plugin, are typed by it.

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
  return utils.findVariable(context.sourceCode.getScope(node) as never, name) as Variable | null ?? undefined
}

/** The name of the property that a member expression or a pattern reads, when it is written down. */
export function propertyName(node: Node): string | undefined {
  return utils.getPropertyName(node as never) ?? undefined
}

/** The text that an expression gives, when it is written down. */
export function constantText(node: Node): string | undefined {
  return utils.getStringIfConstant(node as never) ?? undefined
}

/** Whether an expression gives null or undefined, whatever else happens. */
export function isNothing(context: RuleContext, node: Node): boolean {
  const known = utils.getStaticValue(node as never, context.sourceCode.getScope(node) as never)
  return known !== null && known.value == null
}

/** Whether there are parentheses around a node. */
export function isParenthesized({ sourceCode }: RuleContext, node: Node): boolean {
  return utils.isParenthesized(node as never, sourceCode as never)
}

const CASTS =
  new Set(['ChainExpression', 'TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression', 'TSTypeAssertion'])

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
