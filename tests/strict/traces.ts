import t from 'tap'
import { hostHasStoreScopes } from '../support/host.js'
import { runProgram } from '../support/run-program.js'

// Each misuse of a trace is told of once for its place, and no right form is. What the program gives, or is thrown, is
// what it is without strict mode.

interface Outcome { readonly reports: readonly string[], readonly gave: unknown }
type Outcomes = Readonly<Record<string, Outcome>>

/** What is told of each misuse: the beginning of its report. */
const MISUSES: Readonly<Record<string, string>> = {
  wrongTraceSync: 'PENDING_RESULT@wrongTraceSync: traceSync was called with the async function \'later\', ' +
    'and its result at `end` is a promise: trace it by tracePromise',
  wrongTraceSyncResolved:
    'PENDING_RESULT@wrongTraceSyncResolved: traceSync was called with the async function \'resolved\',',
  wrongTraceSyncPromise: 'PENDING_RESULT@wrongTraceSyncPromise: traceSync was called with a function that returned a ' +
    'pending promise, which is',
  wrongTracePromise:
    'NO_PROMISE@wrongTracePromise: tracePromise was called with the function \'sync\', which returned no promise:',
  wrongTraceCallback: 'NO_CALLBACK@wrongTraceCallback: traceCallback was called with a function that returned a ' +
    'promise, and had not called back when that was settled',
  wrongTraceCallbackRejected: 'NO_CALLBACK@wrongTraceCallbackRejected: ',
  wrongContextNumber: 'BAD_CONTEXT@wrongContextNumber: traceSync was given a context that is no object, but 5',
  wrongContextNull: 'BAD_CONTEXT@wrongContextNull: traceSync was given a context that is no object, but null',
  wrongContextFrozen:
    'BAD_CONTEXT@wrongContextFrozen: traceSync was given a context that can\'t take a result: it is frozen',
  wrongContextSealed:
    'BAD_CONTEXT@wrongContextSealed: traceSync was given a context that can\'t take an error: it can\'t be extended',
  wrongContextGetter:
    'BAD_CONTEXT@wrongContextGetter: traceSync was given a context that can\'t take a result: that is read-only',
  wrongContextOfCallback:
    'BAD_CONTEXT@wrongContextOfCallback: traceCallback was given a context that can\'t take a result: it is frozen',
  wrongContextOfTrace: 'BAD_CONTEXT@wrongContextOfTrace: trace was given a context that is no object, but \'context\'',
  wrongContextOfUntil:
    'BAD_CONTEXT@wrongContextOfUntil: traceUntil was given a context that can\'t take a result: it is frozen',
  wrongShared: 'SHARED_CONTEXT@wrongShared: tracePromise was given the context of a trace that is not over',
  wrongSharedNested: 'SHARED_CONTEXT@wrongSharedInner: traceSync was given the context of a trace that is not over',
  wrongHandlerName: 'UNKNOWN_HANDLER@wrongHandlerName: subscribe was given a handler \'asynEnd\', ' +
    'and there is no such event: did you mean \'asyncEnd\'?',
  wrongHandlerFunction: 'UNKNOWN_HANDLER@wrongHandlerFunction: subscribe was given a function, ' +
    'which nothing is ever called of: pass { start, end, asyncStart, asyncEnd, error }, any of them',
  wrongHandlerOfInstance: 'UNKNOWN_HANDLER@wrongHandlerOfInstance: subscribe was given a handler \'asyncend\', ' +
    'and there is no such event: did you mean \'asyncEnd\'?',
  wrongBoundedHandler: 'UNKNOWN_HANDLER@wrongBoundedHandler: subscribe was given a handler \'asyncEnd\', ' +
    'and there is no such event: did you mean \'end\'?',
  wrongIterator:
    'NO_ITERATION@wrongIterator: traceIterator was called with a function that returned no iteration, but [Array]:',
  wrongIteratorPromise: 'NO_ITERATION@wrongIteratorPromise: traceIterator was called with a function that returned a ' +
    'promise of no iteration, but of [Array]:',
  wrongInstrumented: 'PENDING_RESULT@wrongInstrumented: traceSync was called with the async function \'later\'',
  wrongOption: 'UNKNOWN_OPTION@wrongOption: install was given the option \'storage\', ' +
    'and there is none of that name: did you mean \'storages\'?'
}

/** Those that show only while someone listens: without it there is nothing to put in the way. */
const ONLY_WHILE_LISTENED = [
  'wrongTraceCallback', 'wrongTraceCallbackRejected', 'wrongIteratorPromise', 'wrongInstrumented'
]

const KINDS = ['api', 'host', 'shim', ...hostHasStoreScopes ? [] : ['node26']]
const STRICT = ['--import', 'tracescope/strict']

for (const kind of KINDS) {
  for (const idle of [[], ['idle']]) {
    t.test([kind, ...idle].join(', '), async (t) => {
      const without: Outcomes = runProgram('trace-misuses', [kind, ...idle])
      const outcomes: Outcomes = runProgram('trace-misuses', [kind, ...idle], [...STRICT, '--expose-gc'])
      t.same(Object.keys(outcomes), Object.keys(without))
      for (const [name, { reports, gave }] of Object.entries(outcomes)) {
        t.same(
          { reports: [], gave }, without[name], `${name} gives what it gives without strict mode, which says nothing`
        )
        const misuse = idle.length && ONLY_WHILE_LISTENED.includes(name) ? undefined : MISUSES[name]
        t.equal(
          misuse !== undefined || Boolean(idle.length && ONLY_WHILE_LISTENED.includes(name)),
          name.startsWith('wrong'),
          `${name} is in the list`
        )
        t.equal(reports.length, misuse === undefined ? 0 : 1, `${name}: ${reports.join('; ')}`)
        if (misuse !== undefined) t.ok(reports[0]?.startsWith(`TRACESCOPE_${misuse}`), `${name}: ${reports[0]}`)
      }
    })
  }
}

t.test('what nobody handles is reported as without strict mode', async (t) => {
  for (const kind of KINDS) {
    for (const idle of [[], ['idle']]) {
      const args = [kind, ...idle]
      t.same(runProgram('trace-rejections', args, STRICT), runProgram('trace-rejections', args), args.join(', '))
    }
  }
})
