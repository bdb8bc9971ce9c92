import { isFunction, propertyName, variableOf, type Node, type RuleContext } from './ast.js'
import { importOf } from './imports.js'
import { isOursByType } from './typed.js'

const OPENING = new Set<string | undefined>(['withScope', 'withStoreScope'])

/**
 * Whether a call opens a scope: `withScope` or `withStoreScope` of tracescope, or a method of that name.
 *
 * Types decide where there are some. By name alone, a function is ours when it was imported from tracescope, and a method
 * unless it is called on another package, or with a callback: Sentry's `withScope(callback)` is none.
 */
export function isScopeCall(context: RuleContext, call: Node): boolean {
  const callee: Node = call['callee']
  if (callee.type === 'MemberExpression') return OPENING.has(propertyName(callee)) && (isOursByType(context, callee, OPENING) ?? isOurMethod(context, call))
  if (callee.type !== 'Identifier') return false
  const imported = importOf(context, callee)
  if (imported?.module === 'tracescope') return OPENING.has(imported.name)
  return imported !== undefined && isOursByType(context, callee, OPENING) === true
}

/** Whether a call is of tracescope's `isolate`, or of something that goes by its name. */
export function isIsolateCall(context: RuleContext, { type, callee }: Node): boolean {
  if (type !== 'CallExpression') return false
  if (callee.type === 'MemberExpression') return propertyName(callee) === 'isolate'
  return callee.type === 'Identifier' && (importOf(context, callee)?.name ?? callee.name) === 'isolate'
}

function isOurMethod(context: RuleContext, call: Node): boolean {
  const receiver: Node = call['callee'].object
  const imported = receiver.type === 'Identifier' ? importOf(context, receiver) : undefined
  if (imported?.module === 'tracescope') return true
  if (imported && isWholeModule(imported.module, imported.name)) return false
  return !call['arguments'].some((argument: Node) => isCallback(context, argument))
}

/** Whether an import is a library, rather than a storage that a file of the project exports. */
function isWholeModule(module: string, name: string): boolean {
  return name === '*' || name === 'default' && !/^[./#]/.test(module)
}

function isCallback(context: RuleContext, argument: Node): boolean {
  if (isFunction(argument)) return true
  if (argument.type !== 'Identifier') return false
  const definition = variableOf(context, argument)?.defs[0]
  return definition?.type === 'FunctionName' || Boolean(definition?.node['init'] && isFunction(definition.node['init']))
}
