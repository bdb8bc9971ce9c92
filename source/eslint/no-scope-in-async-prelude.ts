import { isCast, type Node, type Rule, type RuleContext, type Segment, variableOf } from './ast.js'
import { Awaits } from './awaits.js'
import { ownerOf } from './owner.js'
import { isIsolateCall, isScopeCall } from './scope-calls.js'

/** A scope that is open when an async function first waits has leaked into the caller. */
export const noScopeInAsyncPrelude: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow scopes that an async function opens in its caller\'s turn and leaves open when it waits',
      url: 'https://www.npmjs.com/package/tracescope#lint-rules'
    },
    schema: [],
    messages: {
      leaks: 'Opened before the first `await`, this scope leaks into the caller of the async function. ' +
        'Call the function by `isolate`.',
      leaksAfterYield: 'Opened before an `await`, this scope leaks into who calls `next()` of the async generator.'
    }
  },
  create(context: RuleContext) {
    const paths: Array<{ readonly node: Node, readonly awaits: Awaits }> = []
    const awaits = (): Awaits => paths.at(-1)!.awaits
    const enter = (segment: Segment): void => awaits().enterSegment(segment)
    const leave = (segment: Segment): void => awaits().leaveSegment(segment)
    return {
      onCodePathStart(_path: unknown, node: Node) { paths.push({ node, awaits: new Awaits() }) },
      onCodePathEnd() {
        const { node, awaits } = paths.pop()!
        if (!node['async'] || isIsolated(context, node)) return
        for (const call of awaits.inPrelude()) {
          const owner = ownerOf(context, call)
          if (owner && owner.until !== Infinity && !awaits.isSuspendedWithin(call.range[1], owner.until)) continue
          context.report({ node: call, messageId: node['generator'] ? 'leaksAfterYield' : 'leaks' })
        }
      },
      onCodePathSegmentStart: enter,
      onCodePathSegmentEnd: leave,
      'AwaitExpression:exit': (node: Node) => awaits().suspend(node.range[1], 'await'),
      'YieldExpression:exit': (node: Node) => awaits().suspend(node.range[1], 'yield'),
      'ForOfStatement[await=true] > .body': (node: Node) => awaits().suspend(node.range[0], 'await'),
      'ForOfStatement[await=true]:exit': (node: Node) => awaits().suspend(node.range[1], 'await'),
      VariableDeclaration(node: Node) {
        // It waits at the end of its block, before what was declared earlier is disposed.
        if (isAwaitUsing(node)) awaits().suspendAtEnd(node.range[0])
      },
      'BlockStatement:exit'({ body }: Node) {
        if (body.some(isAwaitUsing)) awaits().resumeAfterEnd()
      },
      'CallExpression:exit'(call: Node) {
        if (isScopeCall(context, call)) awaits().mark(call)
      }
    }
  }
}

/** Whether a function is only ever called by `isolate`. */
function isIsolated(context: RuleContext, fn: Node): boolean {
  if (isIsolateArgument(context, fn)) return true
  const isNamed = fn.type === 'FunctionDeclaration'
  const declarator = isNamed ? fn : fn.parent
  const name = isNamed ? fn['id'] : declarator.type === 'VariableDeclarator' && declarator['id']
  const declaration = isNamed ? fn : declarator.parent
  if (name?.type !== 'Identifier' || declaration.parent.type.startsWith('Export')) return false
  const uses = variableOf(context, name)?.references.filter((use) => use.isRead()) ?? []
  return uses.length > 0 && uses.every(({ identifier }) => isIsolateArgument(context, identifier))
}

function isIsolateArgument(context: RuleContext, node: Node): boolean {
  let value = node
  while (isCast(value.parent)) value = value.parent
  return isIsolateCall(context, value.parent) && value.parent['arguments'][0] === value
}

function isAwaitUsing({ type, kind }: Node): boolean {
  return type === 'VariableDeclaration' && kind === 'await using'
}
