// Cases for ESLint's RuleTester.

const IMPORT = 'import { withScope } from \'tracescope\'; '
const goesOn = { messageId: 'goesOn' }

/** A report with the suggestion that makes `output` of the code. */
const suggesting = (name: string, output: string): object => ({
  messageId: 'goesOn', suggestions: [{ messageId: 'takeScope', data: { name }, output }]
})

export const valid = [
  'storage.run(1, work)',
  '{ using _ = storage.withScope(1) }',
  'enterWith(1)',
  'const { enterWith } = storage; enterWith.call(storage, 1)',
  'class Own extends AsyncLocalStorage { enterWith(value) { super.enterWith(value) } }'
]

export const invalid = [
  { code: 'storage.enterWith(1)', errors: [goesOn] },
  { code: 'storage[\'enterWith\'](1)', errors: [goesOn] },
  { code: 'storage?.enterWith(1)', errors: [goesOn] },
  { code: 'function middleware(next) { storage.enterWith(1); next() }', errors: [goesOn] },
  { code: 'class A { handle() { this.storage.enterWith(1) } }', errors: [goesOn] },
  {
    code: `${IMPORT}function middleware(next) { storage.enterWith(id + 1); next() }`,
    errors: [suggesting('_', `${IMPORT}function middleware(next) { using _ = withScope(storage, id + 1); next() }`)]
  },
  {
    code: `${IMPORT}function middleware(_) { this.storage.enterWith(_) }`,
    errors: [suggesting('_scope', `${IMPORT}function middleware(_) { using _scope = withScope(this.storage, _) }`)]
  },
  { code: `${IMPORT}if (wanted) storage.enterWith(1)`, errors: [goesOn] },
  { code: `${IMPORT}const nothing = storage.enterWith(1)`, errors: [goesOn] },
  { code: `${IMPORT}storage.enterWith(...values)`, errors: [goesOn] },
  { code: 'import { withScope } from \'@sentry/node\'; storage.enterWith(1)', errors: [goesOn] }
]
