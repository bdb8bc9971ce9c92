import {
  functionAround, isNothing, isParenthesized, type Node, type RuleContext, variableNamed, variableOf
} from './ast.js'
import { disposingCall, passedOn } from './owner.js'

/** ECMAScript that has `using`, as ESLint counts. */
const HAS_USING = 2026

/** What ESLint shows as a suggestion. */
interface Suggestion {
  readonly messageId: string
  readonly data: { readonly name: string }
  fix(fixer: any): unknown
}

/** How the result of a call can be taken by `using`, where that is safe. */
export function usingSuggestions(context: RuleContext, call: Node): Suggestion[] {
  if (!parsesUsing(context)) return []
  const { value, parent } = passedOn(call)
  if (!isScopeOrNothing(context, call, value)) return []
  const name = parent.type === 'VariableDeclarator' ? nameOfConst(context, parent) : freeName(context, value, parent)
  if (
    name === undefined ||
    !mayStandIn(context, parent.type === 'VariableDeclarator' ? parent.parent.parent : parent.parent)
  ) return []
  const fix = (fixer: any): unknown => parent.type === 'VariableDeclarator'
    ? fixer.replaceText(context.sourceCode.getFirstToken(parent.parent), 'using')
    : fixer.insertTextBefore(value, `using ${name} = `)
  return [{ messageId: 'takeByUsing', data: { name }, fix }]
}

/** How a scope can be opened in place of a call of `enterWith`, where the file has tracescope's `withScope`. */
export function scopeSuggestions(context: RuleContext, call: Node, storage: Node): Suggestion[] {
  const { sourceCode } = context
  const [value, ...others] = call['arguments'] as Node[]
  if (
    !parsesUsing(context) || value === undefined || value.type === 'SpreadElement' || others.length > 0 ||
    !hasWithScope(context, call)
  ) return []
  const name = freeName(context, call, call.parent)
  if (name === undefined || !mayStandIn(context, call.parent.parent)) return []
  const fix = (fixer: any): unknown =>
    fixer.replaceText(call, `using ${name} = withScope(${sourceCode.getText(storage)}, ${sourceCode.getText(value)})`)
  return [{ messageId: 'takeScope', data: { name }, fix }]
}

function hasWithScope(context: RuleContext, node: Node): boolean {
  const identifier = variableNamed(context, node, 'withScope')?.defs[0]
  return identifier?.type === 'ImportBinding' && identifier.parent?.['source'].value === 'tracescope' &&
    identifier.node['imported']?.name === 'withScope'
}

/** Whether an expression gives the scope or else null or undefined, which is all that `using` may get. */
function isScopeOrNothing(context: RuleContext, call: Node, value: Node): boolean {
  for (let node = call; node !== value; node = node.parent) {
    const { type, consequent, alternate } = node.parent
    if (type === 'LogicalExpression' || type === 'SequenceExpression') return false
    if (
      type === 'ConditionalExpression' && !isNothing(context, consequent === node ? alternate : consequent)
    ) return false
  }
  return true
}

function parsesUsing({ languageOptions: { parser, ecmaVersion } }: RuleContext): boolean {
  return parser?.meta?.name === 'typescript-eslint/parser' || Number(ecmaVersion) >= HAS_USING
}

/** `using` is a syntax error right in a `case`, without a block, and at the top of a script. */
function mayStandIn({ languageOptions }: RuleContext, { type }: Node): boolean {
  return type === 'BlockStatement' || type === 'StaticBlock' ||
    type === 'Program' && languageOptions.sourceType === 'module'
}

/**
 * The name in `const name = withScope(…)`, if the scope is not used but to dispose it in the same function: a scope
 * that goes elsewhere would be disposed before it gets there.
 */
function nameOfConst(context: RuleContext, { id, parent }: Node): string | undefined {
  if (parent['kind'] !== 'const' || parent['declarations'].length > 1 || id.type !== 'Identifier') return undefined
  const uses = variableOf(context, id)!.references.filter((use) => use.isRead())
  return uses.every(({ identifier }) =>
    disposingCall(identifier) && functionAround(identifier) === functionAround(parent))
    ? id.name
    : undefined
}

/**
 * A name that nothing in the scope of a statement is called, nor around it: a parameter of `catch` or a `var` may not
 * be declared again.
 */
function freeName(context: RuleContext, value: Node, statement: Node): string | undefined {
  if (statement.type !== 'ExpressionStatement' || isParenthesized(context, value)) return undefined
  const { through } = context.sourceCode.getScope(statement)
  const isFree = (name: string): boolean =>
    !variableNamed(context, statement, name) && through.every(({ identifier }) => identifier['name'] !== name)
  for (let count = 0; ; count++) {
    const name = ['_', '_scope'][count] ?? `_scope${count}`
    if (isFree(name)) return name
  }
}
