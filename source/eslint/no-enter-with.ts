import { type Node, propertyName, type Rule, type RuleContext, withoutCasts } from './ast.js'
import { isOursByType } from './typed.js'
import { scopeSuggestions } from './using-suggestion.js'

const ENTER_WITH = new Set<string | undefined>(['enterWith'])

/** A value that is entered by `enterWith` goes on in the caller of the function that has entered it. */
export const noEnterWith: Rule = {
  meta: {
    type: 'problem',
    docs: {
      description: 'disallow `enterWith`, whose value goes on in the caller',
      url: 'https://www.npmjs.com/package/tracescope#lint-rules'
    },
    hasSuggestions: true,
    schema: [],
    messages: {
      goesOn: 'The value goes on when this function has returned, in its caller. ' +
        'Take `withScope` with `using`, or `run`.',
      takeScope: 'Take `using {{name}} = withScope(…)`.'
    }
  },
  create(context: RuleContext) {
    return {
      CallExpression(call: Node) {
        const callee = withoutCasts(call['callee'])
        if (callee.type !== 'MemberExpression' || propertyName(callee) !== 'enterWith') return
        // A storage of its own class calls that of the class above.
        if (callee['object'].type === 'Super' || isOursByType(context, callee, ENTER_WITH) === false) return
        context.report({ node: call, messageId: 'goesOn', suggest: scopeSuggestions(context, call, callee['object']) })
      }
    }
  }
}
