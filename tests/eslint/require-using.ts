// Cases for ESLint's RuleTester. What begins with an import is plain JavaScript by name alone; `storage` may be
// anything.

const IMPORT = 'import { withScope, withStoreScope, boundedChannel } from \'tracescope\'; '
const notOwned = { messageId: 'notOwned' }
const kept = { messageId: 'kept' }

/** A report with the suggestion that makes `output` of the code. */
const suggesting = (name: string, output: string): object => ({
  messageId: 'notOwned', suggestions: [{ messageId: 'takeByUsing', data: { name }, output }]
})

export const valid = [
  // An owner.
  `${IMPORT}{ using _ = withScope(storage, 1) }`,
  `${IMPORT}{ using _ = withStoreScope(channel, {}) }`,
  '{ using _ = storage.withScope(1) }',
  '{ using _ = channel.withStoreScope({}) }',
  '{ using _ = boundedChannel(\'db\').withScope() }',
  '{ await using _ = storage.withScope(1) }',
  '{ using _ = wanted ? storage.withScope(1) : null }',
  '{ using _ = storage?.withScope(1) }',
  '{ const scope = storage.withScope(1); using _ = scope }',
  'function open() { return storage.withScope(1) }',
  'const open = () => storage.withScope(1)',
  'function open() { const scope = storage.withScope(1); log(scope); return scope }',
  'class Own extends AsyncLocalStorage { withScope(value) { return super.withScope(value) } }',
  '{ using stack = new DisposableStack(); stack.use(storage.withScope(1)) }',
  '{ using stack = new DisposableStack(); stack.adopt(storage.withScope(1), (scope) => scope.dispose()) }',
  '{ const scope = storage.withScope(1); stack.use(scope) }',
  '{ const scope = storage.withScope(1); stack.defer(() => scope.dispose()) }',
  `${IMPORT}let scope; function open() { return scope = withScope(storage, 1) }`,
  'const open = () => (log(), storage.withScope(1))',
  '{ using _ = (log(), storage.withScope(1)) }',
  'for (using _ of [storage.withScope(1)]) work()',
  // By hand.
  'const scope = storage.withScope(1); try { work() } finally { scope.dispose() }',
  `${IMPORT}const scope = withStoreScope(channel, {}); try { work() } finally { scope[Symbol.dispose]() }`,
  'const scope = storage.withScope(1); const dispose = scope[Symbol.dispose]; ' +
    'try { work() } finally { dispose.call(scope) }',
  'let scope; try { scope = storage.withScope(1); work() } finally { scope?.dispose() }',
  // Other people's.
  'Sentry.withScope((scope) => scope.setTag(\'a\', 1))',
  'Sentry.withScope(function (scope) {})',
  'Sentry.withScope(scope, () => {})',
  'function callback(scope) {} Sentry.withScope(callback)',
  'const callback = (scope) => {}; Sentry.withScope(callback)',
  'import * as Sentry from \'@sentry/node\'; Sentry.withScope(callbacks[0])',
  'import Sentry from \'@sentry/node\'; Sentry.withScope(callbacks[0])',
  'const Sentry = require(\'@sentry/node\'); Sentry.withScope(callbacks[0])',
  'import { withScope } from \'@sentry/node\'; withScope(storage, 1)',
  'const { withScope } = require(\'@sentry/node\'); withScope(storage, 1)',
  'function withScope() {} withScope(storage, 1)',
  'withScope(storage, 1)',
  'import * as Sentry from \'@sentry/node\'; const { withScope } = Sentry; withScope(storage, 1)',
  'var one = two, two = one; one(storage, 1)',
  'import { channel } from \'tracescope\'; channel(\'name\')',
  'storage.run(1, work)'
]

export const invalid = [
  // Nobody takes it. The scope can be taken by `using` where it stands.
  { code: 'storage.withScope(1)', errors: [suggesting('_', 'using _ = storage.withScope(1)')] },
  { code: `${IMPORT}withScope(storage, 1)`, errors: [suggesting('_', `${IMPORT}using _ = withScope(storage, 1)`)] },
  {
    code: 'function f() { channel.withStoreScope({}); work() }',
    errors: [suggesting('_', 'function f() { using _ = channel.withStoreScope({}); work() }')]
  },
  { code: 'db.withScope()', errors: [suggesting('_', 'using _ = db.withScope()')] },
  { code: 'storage?.withScope(1)', errors: [suggesting('_', 'using _ = storage?.withScope(1)')] },
  { code: 'storage[\'withScope\'](1)', errors: [suggesting('_', 'using _ = storage[\'withScope\'](1)')] },
  {
    code: 'class A { static { storage.withScope(1) } }',
    errors: [suggesting('_', 'class A { static { using _ = storage.withScope(1) } }')]
  },
  // A name that is free.
  {
    code: 'import _ from \'lodash\'; storage.withScope(_.now())',
    errors: [suggesting('_scope', 'import _ from \'lodash\'; using _scope = storage.withScope(_.now())')]
  },
  {
    code: 'function f(_) { storage.withScope(1); return () => _scope }',
    errors: [suggesting('_scope2', 'function f(_) { using _scope2 = storage.withScope(1); return () => _scope }')]
  },
  {
    code: '{ storage.withScope(_.now()) }',
    errors: [suggesting('_scope', '{ using _scope = storage.withScope(_.now()) }')]
  },
  {
    code: 'try { work() } catch (_) { storage.withScope(1) }',
    errors: [suggesting('_scope', 'try { work() } catch (_) { using _scope = storage.withScope(1) }')]
  },
  {
    code: '{ storage.withScope(1); { var _ } }',
    errors: [suggesting('_scope', '{ using _scope = storage.withScope(1); { var _ } }')]
  },
  // A variable, which has a name.
  { code: 'const scope = storage.withScope(1)', errors: [suggesting('scope', 'using scope = storage.withScope(1)')] },
  {
    code: 'const scope = storage.withScope(1); work(); scope.dispose()',
    errors: [suggesting('scope', 'using scope = storage.withScope(1); work(); scope.dispose()')]
  },
  // By whatever name it was imported.
  {
    code: 'import { withScope as enter } from \'tracescope\'; enter(storage, 1)',
    errors: [suggesting('_', 'import { withScope as enter } from \'tracescope\'; using _ = enter(storage, 1)')]
  },
  { code: 'import * as tracescope from \'tracescope\'; tracescope.withScope(storage, callback)', errors: 1 },
  { code: 'import tracescope from \'tracescope\'; tracescope.withStoreScope(channel, () => {})', errors: 1 },
  { code: 'const { withScope: enter } = require(\'tracescope\'); enter(storage, 1)', errors: 1 },
  { code: 'const tracescope = require(\'tracescope\'); tracescope.withScope(storage, 1)', errors: 1 },
  { code: 'const { withScope } = await import(\'tracescope\'); withScope(storage, 1)', errors: 1 },
  { code: 'import { \'withScope\' as enter } from \'tracescope\'; enter(storage, 1)', errors: 1 },
  { code: 'import tracescope from \'tracescope\'; const { withScope } = tracescope; withScope(storage, 1)', errors: 1 },
  {
    code: 'import * as tracescope from \'tracescope\'; const { withScope: enter } = tracescope; enter(storage, 1)',
    errors: 1
  },
  { code: 'import { withScope } from \'tracescope\'; const enter = withScope; enter(storage, 1)', errors: 1 },
  { code: 'const withScope = require(\'tracescope\').withScope; withScope(storage, 1)', errors: 1 },
  { code: 'const enter = (await import(\'tracescope\')).withScope; enter(storage, 1)', errors: 1 },
  { code: 'const { withScope = other } = require(\'tracescope\'); withScope(storage, 1)', errors: 1 },
  { code: 'require(\'tracescope\').withScope(storage, callback)', errors: 1 },
  { code: 'storage[`withScope`](1)', errors: 1 },
  { code: 'storage[\'with\' + \'Scope\'](1)', errors: 1 },
  { code: 'require(`tracescope`).withScope(storage, callback)', errors: 1 },
  { code: '(storage?.withScope)(1)', errors: 1 },
  // Storages that come from somewhere else.
  { code: 'import { requests } from \'./storages.js\'; requests.withScope(1)', errors: 1 },
  { code: 'import requests from \'./requests.js\'; requests.withScope(1)', errors: 1 },
  { code: 'import { requests } from \'@our/storages\'; requests.withScope(1)', errors: 1 },
  { code: 'const requests = require(\'./requests\'); requests.withScope(1)', errors: 1 },
  // Where `using` can't stand, or would end the scope too early.
  { code: 'if (wanted) storage.withScope(1)', errors: [notOwned] },
  { code: 'switch (1) { case 1: storage.withScope(1) }', errors: [notOwned] },
  { code: 'export const scope = storage.withScope(1)', errors: [notOwned] },
  { code: 'let scope = storage.withScope(1)', errors: [notOwned] },
  { code: '(storage.withScope(1))', errors: [notOwned] },
  // Where `using` would get what can't be disposed, or is another's.
  { code: 'const scope = wanted && storage.withScope(1)', errors: [notOwned] },
  { code: 'wanted && storage.withScope(1)', errors: [notOwned] },
  { code: 'const scope = given ?? storage.withScope(1)', errors: [notOwned] },
  { code: 'const scope = wanted ? storage.withScope(1) : other', errors: [notOwned] },
  { code: 'wanted ? other() : storage.withScope(1)', errors: [notOwned] },
  {
    code: 'const scope = wanted ? storage.withScope(1) : null',
    errors: [suggesting('scope', 'using scope = wanted ? storage.withScope(1) : null')]
  },
  {
    code: 'wanted ? undefined : storage.withScope(1)',
    errors: [suggesting('_', 'using _ = wanted ? undefined : storage.withScope(1)')]
  },
  {
    code: 'wanted ? storage.withScope(1) : void 0',
    errors: [suggesting('_', 'using _ = wanted ? storage.withScope(1) : void 0')]
  },
  { code: 'function f(undefined) { wanted ? storage.withScope(1) : undefined }', errors: [notOwned] },
  { code: 'const scope = storage.withScope(1); later(() => scope.dispose())', errors: [notOwned] },
  { code: 'const scope = storage.withScope(1); scopes.push(scope)', errors: [notOwned] },
  { code: 'const scope = storage.withScope(1), other = 2', errors: [notOwned] },
  { code: 'storage.withScope(1)', languageOptions: { sourceType: 'script' as const }, errors: [notOwned] },
  { code: 'storage.withScope(1)', languageOptions: { sourceType: 'commonjs' as const }, errors: [notOwned] },
  { code: 'storage.withScope(1)', languageOptions: { ecmaVersion: 2024 as const }, errors: [notOwned] },
  // Variables that are given to each other.
  { code: 'let scope = storage.withScope(1); while (more) { scope = wanted ? scope : null }', errors: [notOwned] },
  { code: 'let one, two; one = storage.withScope(1); two = one; one = two', errors: [notOwned] },
  // Handed to what is no owner.
  { code: '(storage.withScope(1), other())', errors: [notOwned] },
  { code: 'log(), storage.withScope(1)', errors: [notOwned] },
  { code: 'const scope = storage.withScope(1); later.defer(other, () => scope.dispose())', errors: [notOwned] },
  { code: 'for (const one of [storage.withScope(1)]) work()', errors: [notOwned] },
  // Kept for others to dispose.
  { code: 'this.scope = storage.withScope(1)', errors: [kept] },
  { code: 'class Job { #scope = storage.withScope(1); end() { this.#scope.dispose() } }', errors: [kept] },
  { code: 'class Job { begin() { this.scope = wanted ? storage.withScope(1) : null } }', errors: [kept] },
  { code: 'scopes[id] = storage.withScope(1)', errors: [kept] },
  { code: '{ using _ = storage.withScope(1) ? a : b }', errors: [notOwned] },
  { code: 'stack.use(other, storage.withScope(1))', errors: [notOwned] },
  {
    code: 'function f() { let scope = last(); if (scope) return scope; scope = storage.withScope(1) }',
    errors: [notOwned]
  },
  { code: 'run(storage.withScope(1))', errors: [notOwned] },
  { code: 'use(storage.withScope(1))', errors: [notOwned] },
  { code: 'void storage.withScope(1)', errors: [notOwned] },
  { code: 'const open = () => { storage.withScope(1).dispose() }', errors: [notOwned] },
  { code: 'return_({ scope: storage.withScope(1) })', errors: [notOwned] },
  {
    code: 'const scope = storage.withScope(1); try { work() } finally { later(() => scope.dispose()) }',
    errors: [notOwned]
  },
  { code: 'const scope = storage.withScope(1); try { scope.dispose() } finally { work() }', errors: 1 },
  { code: 'const one = storage.withScope(1), two = one; two.dispose()', errors: [notOwned] },
  { code: 'const scope = storage.withScope(1); const dispose = other[Symbol.dispose]; ' +
    'try { work() } finally { dispose.call(scope) }', errors: [notOwned] },
  { code: 'const scope = storage.withScope(1); try { work() } finally { log.call(scope) }', errors: [notOwned] },
  // Two on one line are two.
  {
    code: 'using a = storage.withScope(1); storage.withScope(2)',
    errors: [suggesting('_', 'using a = storage.withScope(1); using _ = storage.withScope(2)')]
  },
  // `using` alone.
  {
    code: 'const scope = storage.withScope(1); try { work() } finally { scope.dispose() }',
    options: [{ allowFinally: false }],
    errors: [{ messageId: 'notUsing', suggestions: [{
      messageId: 'takeByUsing', output: 'using scope = storage.withScope(1); try { work() } finally { scope.dispose() }'
    }] }]
  }
]

/** What is TypeScript alone. */
export const inTypeScript = {
  valid: [
    '{ using _ = storage.withScope(1) as Disposable }'
  ],
  invalid: [
    { code: 'storage.withScope!(1)', errors: 1 },
    { code: `${IMPORT}(withScope as any)(storage, 1)`, errors: 1 },
    { code: 'import tracescope = require(\'tracescope\'); tracescope.withScope(storage, callback)', errors: 1 }
  ]
}
