// Cases for ESLint's RuleTester.

const ISOLATE = 'import { isolate } from \'tracescope\'; '
const OPEN = 'using _ = storage.withScope(1)'

export const valid = [
  // No async function.
  `function f() { ${OPEN}; work() }`,
  `function* f() { ${OPEN}; yield }`,
  `${OPEN}; await work()`,
  // In `isolate`.
  `${ISOLATE}const f = () => isolate(async () => { ${OPEN}; await work() })`,
  `${ISOLATE}const f = () => isolate(async function () { ${OPEN}; await work() }, this)`,
  `${ISOLATE}async function work() { ${OPEN}; await null } const f = () => isolate(work)`,
  `${ISOLATE}const work = async () => { ${OPEN}; await null }; const f = () => isolate(work, null, 1)`,
  `import * as tracescope from 'tracescope'; const f = () => tracescope.isolate(async () => { ${OPEN}; await work() })`,
  `import { isolate as apart } from 'tracescope'; const f = () => apart(async () => { ${OPEN}; await work() })`,
  `import { isolate } from './scopes.js'; const f = () => isolate(async () => { ${OPEN}; await work() })`,
  // After an await, whichever way was taken.
  `async function f() { await null; ${OPEN}; await work() }`,
  `async () => { if (a) await b; else await c; ${OPEN}; await work() }`,
  `async () => { if (!a) return; await b; ${OPEN}; await work() }`,
  `async () => { await a; while (b) { ${OPEN}; await c } }`,
  `async () => { for await (const a of b) { ${OPEN}; await work(a) } }`,
  `async () => { for await (const a of b); ${OPEN}; await c }`,
  `async () => { return await null; ${OPEN}; await c }`,
  'async () => { using _ = storage.withScope(await value); await work() }',
  `async () => { { await using a = b } ${OPEN}; await work() }`,
  // Closed before the first await.
  `async () => { ${OPEN}; return work() }`,
  `async () => { { ${OPEN}; work() } await other() }`,
  'async () => { const scope = storage.withScope(1); try { work() } finally { scope.dispose() } await other() }',
  'async () => { using _ = storage.withScope(1); return items.map(async () => { await null }) }',
  'async () => { { using stack = new DisposableStack(); stack.use(storage.withScope(1)); work() } await other() }',
  `async () => { if (a) await b; ${OPEN}; work() }`,
  // In a function of its own, within one that is async.
  `async () => { items.forEach(() => { ${OPEN}; work() }); await other() }`,
  // Other people's.
  'async () => { Sentry.withScope((scope) => {}); await work() }'
]

const leaks = [{ messageId: 'leaks' }]

export const invalid = [
  { code: `async function f() { ${OPEN}; await work() }`, errors: leaks },
  { code: `const f = async () => { ${OPEN}; await work() }`, errors: leaks },
  { code: `class A { async method() { ${OPEN}; await work() } }`, errors: leaks },
  { code: `const a = { async method() { ${OPEN}; await work() } }`, errors: leaks },
  {
    code: 'import { withScope } from \'tracescope\'; async () => { using _ = withScope(storage, 1); await work() }',
    errors: leaks
  },
  { code: `async () => { ${OPEN}; if (a) return; for await (const b of c) work(b) }`, errors: leaks },
  { code: `async () => { ${OPEN}; { await using a = b } }`, errors: leaks },
  { code: 'async () => { for (using _ = storage.withScope(1); a;) await work() }', errors: leaks },
  { code: `async () => { if (a) { await using b = c } ${OPEN}; await work() }`, errors: leaks },
  // Not certainly after an await.
  { code: `async () => { if (a) await b; ${OPEN}; await work() }`, errors: leaks },
  { code: `async () => { a && await b; ${OPEN}; await work() }`, errors: leaks },
  { code: `async () => { for (const a of b) await a; ${OPEN}; await work() }`, errors: leaks },
  { code: `async () => { try { work(); await a } catch { ${OPEN}; await b } }`, errors: leaks },
  { code: `async () => { while (a) { ${OPEN}; await b } }`, errors: leaks },
  { code: `async () => { const other = async () => { await null }; ${OPEN}; await other() }`, errors: leaks },
  // However it is owned.
  { code: 'async () => { storage.withScope(1) }', errors: leaks },
  { code: 'async () => storage.withScope(1)', errors: leaks },
  { code: 'async () => { return storage.withScope(1) }', errors: leaks },
  {
    code: 'async () => { const scope = storage.withScope(1); try { await work() } finally { scope.dispose() } }',
    errors: leaks
  },
  {
    code: 'async () => { using stack = new DisposableStack(); stack.use(storage.withScope(1)); await work() }',
    errors: leaks
  },
  {
    code: 'async () => { const stack = new DisposableStack(); stack.use(storage.withScope(1)); await work() }',
    errors: leaks
  },
  // An async generator is in its caller's turn after each yield.
  { code: `async function* f() { ${OPEN}; await work() }`, errors: [{ messageId: 'leaksAfterYield' }] },
  {
    code: `async function* f() { await null; yield; ${OPEN}; await work() }`, errors: [{ messageId: 'leaksAfterYield' }]
  },
  {
    code: `async function* f() { await null; while (a) { { ${OPEN}; await work() } yield } }`,
    errors: [{ messageId: 'leaksAfterYield' }]
  },
  {
    code: `async function* f() { await null; while (a) { { ${OPEN}; await work() } if (b) yield; other() } }`,
    errors: [{ messageId: 'leaksAfterYield' }]
  },
  // Isolated by something else.
  { code: `import { isolate } from 'jest-isolate'; isolate(async () => { ${OPEN}; await work() })`, errors: leaks },
  { code: `import * as jest from 'jest-isolate'; jest.isolate(async () => { ${OPEN}; await work() })`, errors: leaks },
  // Not only called by `isolate`.
  { code: `${ISOLATE}const work = async () => { ${OPEN}; await null }; isolate(work); work()`, errors: leaks },
  { code: `${ISOLATE}export const work = async () => { ${OPEN}; await null }; isolate(work)`, errors: leaks },
  { code: `${ISOLATE}export async function work() { ${OPEN}; await null } isolate(work)`, errors: leaks },
  { code: `${ISOLATE}isolate(f, async () => { ${OPEN}; await null })`, errors: leaks },
  { code: `${ISOLATE}isolate(() => async () => { ${OPEN}; await null })`, errors: leaks }
]

/** What is TypeScript alone. */
export const inTypeScript = {
  valid: [`${ISOLATE}const f = () => isolate((async () => { ${OPEN}; await work() }) as any)`],
  invalid: [{ code: `${ISOLATE}isolate(f, (async () => { ${OPEN}; await null }) as any)`, errors: leaks }]
}
