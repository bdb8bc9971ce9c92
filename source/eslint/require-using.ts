import type { Node, Rule, RuleContext } from './ast.js'
import { ownerOf, passedOn } from './owner.js'
import { isScopeCall } from './scope-calls.js'
import { usingSuggestions } from './using-suggestion.js'

/** A scope must have an owner: `using`, a DisposableStack, the caller, or a `finally`. */
export const requireUsing: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'require scopes to be taken by `using`, returned, or handed to a DisposableStack',
      url: 'https://www.npmjs.com/package/tracescope#lint-rules'
    },
    hasSuggestions: true,
    schema: [{
      type: 'object',
      properties: {
        allowFinally: { type: 'boolean', description: 'Whether a scope may be disposed by hand, in a `finally`.' }
      },
      additionalProperties: false
    }],
    messages: {
      notOwned: 'Nothing disposes this scope for certain: its value stays in place. ' +
        'Take it by `using`, return it, or hand it to a DisposableStack.',
      kept: 'Kept in a property, this scope is disposed elsewhere, in whatever context and order, if at all: ' +
        'its value leaks. Call what it is for by `run`, or keep a snapshot of the context; if it has to be kept, ' +
        'keep a DisposableStack that its owner disposes, and hand the scope to that.',
      notUsing: 'This scope is disposed by hand. Take it by `using`.',
      takeByUsing: 'Take it by `using {{name}}`.'
    }
  },
  create(context: RuleContext) {
    const { allowFinally = true } = context.options[0] ?? {}
    return {
      CallExpression(call: Node) {
        if (!isScopeCall(context, call)) return
        const owner = ownerOf(context, call)
        if (owner && (allowFinally || owner.by !== 'finally')) return
        context.report({
          node: call,
          messageId: owner ? 'notUsing' : isKept(call) ? 'kept' : 'notOwned',
          suggest: usingSuggestions(context, call)
        })
      }
    }
  }
}

/** Whether a scope goes into a property of an object, for others to dispose. */
function isKept(call: Node): boolean {
  const { value, parent } = passedOn(call)
  if (parent.type === 'PropertyDefinition') return parent['value'] === value
  return parent.type === 'AssignmentExpression' && parent['right'] === value &&
    parent['left'].type === 'MemberExpression'
}
