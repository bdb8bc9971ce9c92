import { isFunction, type Node, propertyName, type RuleContext, variableOf, withoutCasts } from './ast.js'
import { importOf } from './imports.js'
import { isOursByType } from './typed.js'

const OPENING = new Set<string | undefined>(['withScope', 'withStoreScope'])
const ISOLATE = new Set(['isolate'])

/**
 * Whether a call opens a scope: `withScope` or `withStoreScope` of tracescope, or a method of that name.
 *
 * Types decide where there are some. By name alone, a function is ours when it was imported from tracescope, and a
 * method unless it is called on another package, or with a callback: Sentry's `withScope(callback)` is none.
 */
export function isScopeCall(context: RuleContext, call: Node): boolean {
  const callee = withoutCasts(call['callee'])
  if (callee.type === 'MemberExpression') {
    return OPENING.has(propertyName(callee)) &&
      (isOursByType(context, callee, OPENING) ?? isOurMethod(context, callee, call))
  }
  if (callee.type !== 'Identifier') return false
  const imported = importOf(context, callee)
  if (imported?.module === 'tracescope') return OPENING.has(imported.name)
  return imported !== undefined && isOursByType(context, callee, OPENING) === true
}

/** Whether a call is of tracescope's `isolate`, or of something that goes by its name and is no other package's. */
export function isIsolateCall(context: RuleContext, call: Node): boolean {
  if (call.type !== 'CallExpression') return false
  const callee = withoutCasts(call['callee'])
  const imported = importOf(context, callee)
  if (isOursByType(context, callee, ISOLATE)) return true
  if (imported) return imported.name === 'isolate' && (imported.module === 'tracescope' || isOwnFile(imported.module))
  return (callee.type === 'MemberExpression' ? propertyName(callee) : callee['name']) === 'isolate'
}

function isOurMethod(context: RuleContext, callee: Node, call: Node): boolean {
  const imported = importOf(context, callee['object'])
  if (imported?.module === 'tracescope') return true
  if (imported && isWholeModule(imported.module, imported.name)) return false
  return !call['arguments'].some((argument: Node) => isCallback(context, argument))
}

/** Whether an import is a library, rather than a storage that a file of the project exports. */
function isWholeModule(module: string, name: string): boolean {
  return name === '*' || name === 'default' && !isOwnFile(module)
}

/** Whether an import is of a file of the project. */
function isOwnFile(module: string): boolean {
  return /^[./#]/.test(module)
}

function isCallback(context: RuleContext, argument: Node): boolean {
  if (isFunction(argument)) return true
  if (argument.type !== 'Identifier') return false
  const definition = variableOf(context, argument)?.defs[0]
  return definition?.type === 'FunctionName' || Boolean(definition?.node['init'] && isFunction(definition.node['init']))
}
