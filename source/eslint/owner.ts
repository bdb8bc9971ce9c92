import { functionAround, isCast, type Node, propertyName, type RuleContext, type Variable, variableOf } from './ast.js'
import { typeName } from './typed.js'

/** Who sees to it that a scope is disposed. */
export interface Owner {
  readonly by: 'using' | 'stack' | 'finally' | 'caller'
  /** Where in the text the scope is disposed at the latest, if that is in the function that opened it. */
  readonly until: number
}

const STACKS = new Set(['DisposableStack', 'AsyncDisposableStack'])

/** Who owns the scope that an expression gives, by where its value goes. Nothing if nobody does. */
export function ownerOf(context: RuleContext, expression: Node): Owner | undefined {
  return ownerAfter(context, expression, new Set())
}

/**
 * The owner, whom the variables that the value went through have not led to: they may be given to each other in a
 * circle.
 */
function ownerAfter(context: RuleContext, expression: Node, passed: Set<Variable>): Owner | undefined {
  const { value, parent } = passedOn(expression)
  switch (parent.type) {
    case 'ReturnStatement':
    case 'ArrowFunctionExpression': return { by: 'caller', until: Infinity }
    case 'CallExpression': return ownedByStack(context, value, parent)
    case 'VariableDeclarator': {
      if (isUsing(parent.parent)) return { by: 'using', until: parent.parent.parent.range[1] }
      return parent['id'].type === 'Identifier' ? ownerOfVariable(context, value, parent['id'], passed) : undefined
    }
    case 'AssignmentExpression': {
      const byVariable = parent['left'].type === 'Identifier'
        ? ownerOfVariable(context, value, parent['left'], passed)
        : undefined
      return byVariable ?? ownerAfter(context, parent, passed)
    }
    // for (using scope of [withScope(…)])
    case 'ArrayExpression': {
      const loop = parent.parent
      return loop.type === 'ForOfStatement' && loop['right'] === parent && isUsing(loop['left'])
        ? { by: 'using', until: loop.range[1] }
        : undefined
    }
    default: return undefined
  }
}

/** The expression as which a value leaves what only passes it on: conditions, casts, the end of a sequence. */
export function passedOn(expression: Node): { value: Node, parent: Node } {
  let value = expression
  while (passesOn(value.parent, value)) value = value.parent
  return { value, parent: value.parent }
}

function passesOn(node: Node, value: Node): boolean {
  switch (node.type) {
    case 'ConditionalExpression': return node['test'] !== value
    case 'SequenceExpression': return node['expressions'].at(-1) === value
    default: return node.type === 'LogicalExpression' || isCast(node)
  }
}

/** Whether a node is a declaration with `using` or `await using`. */
function isUsing({ type, kind }: Node): boolean {
  return type === 'VariableDeclaration' && (kind === 'using' || kind === 'await using')
}

/** The call that disposes what an identifier holds: `scope.dispose()` or `scope[Symbol.dispose]()`. */
export function disposingCall({ parent }: Node): Node | undefined {
  if (
    parent.type !== 'MemberExpression' || !isSymbolDispose(parent) && propertyName(parent) !== 'dispose'
  ) return undefined
  return parent.parent.type === 'CallExpression' && parent.parent['callee'] === parent ? parent.parent : undefined
}

function isSymbolDispose({ property, computed }: Node): boolean {
  return computed && property.type === 'MemberExpression' && property.object.name === 'Symbol' &&
    propertyName(property) === 'dispose'
}

/** The call of a disposer that was taken before: `const dispose = scope[Symbol.dispose]`, and `dispose.call(scope)`. */
function callOfDisposer(context: RuleContext, scope: Node): Node | undefined {
  const call = scope.parent
  if (
    call.type !== 'CallExpression' || call['arguments'][0] !== scope || call['callee'].type !== 'MemberExpression'
  ) return undefined
  const { object: disposer } = call['callee']
  if (propertyName(call['callee']) !== 'call' || disposer.type !== 'Identifier') return undefined
  const taken: Node | undefined = variableOf(context, disposer)?.defs[0]?.node['init']
  const isOfScope = taken?.type === 'MemberExpression' && isSymbolDispose(taken) &&
    taken['object'].name === scope['name']
  return isOfScope ? call : undefined
}

function ownerOfVariable(
  context: RuleContext, opened: Node, identifier: Node, passed: Set<Variable>
): Owner | undefined {
  const variable = variableOf(context, identifier)
  if (!variable || passed.has(variable)) return undefined
  passed.add(variable)
  // What is read before was another scope, if any.
  const uses = variable.references.filter((use) => use.isRead() && use.identifier.range[0] > opened.range[0])
  for (const { identifier: use } of uses) {
    const owner = ownedByFinally(context, opened, use) ?? ownedByDeferral(context, use) ??
      (use.parent.type === 'MemberExpression' ? undefined : ownerAfter(context, use, passed))
    if (owner) return owner
  }
  return undefined
}

function ownedByStack(context: RuleContext, value: Node, { callee, arguments: [first] }: Node): Owner | undefined {
  const isTaken = first === value && callee.type === 'MemberExpression' &&
    /^(?:use|adopt)$/.test(propertyName(callee) ?? '')
  return isTaken ? stackOf(context, callee) : undefined
}

/** Disposal in a function that is handed to a stack: `stack.defer(() => scope.dispose())`. */
function ownedByDeferral(context: RuleContext, use: Node): Owner | undefined {
  const call = disposingCall(use)
  const deferred = call && functionAround(call)
  if (deferred?.parent.type !== 'CallExpression') return undefined
  const { callee, arguments: [first] } = deferred.parent
  const isDeferred = first === deferred && callee.type === 'MemberExpression' && propertyName(callee) === 'defer'
  return isDeferred ? stackOf(context, callee) : undefined
}

/** The stack whose method is called. */
function stackOf(context: RuleContext, callee: Node): Owner | undefined {
  const type = typeName(context, callee.object)
  if (type !== undefined && !STACKS.has(type)) return undefined
  const declared = callee.object.type === 'Identifier' ? variableOf(context, callee.object)?.defs[0] : undefined
  const declaration = declared?.type === 'Variable' ? declared.node.parent : undefined
  const around = declaration && isUsing(declaration) ? declaration.parent : functionAround(callee)
  return { by: 'stack', until: around?.range[1] ?? Infinity }
}

/** Disposal in the `finally` of the function that opened the scope: what `using` does, by hand. */
function ownedByFinally(context: RuleContext, opened: Node, use: Node): Owner | undefined {
  const call = disposingCall(use) ?? callOfDisposer(context, use)
  if (!call || functionAround(use) !== functionAround(opened)) return undefined
  for (let node: Node = call; node.parent && node !== functionAround(opened); node = node.parent) {
    if (
      node.parent.type === 'TryStatement' && node.parent['finalizer'] === node
    ) return { by: 'finally', until: call.range[0] }
  }
  return undefined
}
