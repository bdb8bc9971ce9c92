import type { Node, Rule, RuleContext } from './ast.js'
import { ownerOf } from './owner.js'
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
      properties: { allowFinally: { type: 'boolean', description: 'Whether a scope may be disposed by hand, in a `finally`.' } },
      additionalProperties: false
    }],
    messages: {
      notOwned: 'Nothing disposes this scope for certain: its value stays in place. Take it by `using`, return it, or hand it to a DisposableStack.',
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
        context.report({ node: call, messageId: owner ? 'notUsing' : 'notOwned', suggest: usingSuggestions(context, call) })
      }
    }
  }
}
