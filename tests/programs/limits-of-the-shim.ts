import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'

// What shows that it is the shim that traces, and not the host: see "Limits" in docs/differences.md.

const traced = tracingChannel<any>('limits')
const storage = new AsyncLocalStorage<string>()
traced.start.bindStore(storage as any)
const nothing = (): void => {}

/** The calls of a stack, from the first to the last. */
function stackOf(error: Error): string[] {
  return error.stack!.split('\n').slice(1).map((line) => line.trim())
}

function innermost(): Error {
  return new Error('from within')
}

function caller(): Error {
  return traced.traceSync(innermost, {}) as Error
}

/**
 * What is seen of a storage that is disabled after a trace, within a function that was bound to the current context,
 * and around it.
 */
function disabledAfterATrace(): Record<'within' | 'around', unknown> {
  const other = new AsyncLocalStorage<string>()
  return other.run('value', () => {
    let within: unknown
    AsyncLocalStorage.snapshot()(() => {
      traced.traceSync(nothing, {})
      other.disable()
      within = other.getStore() ?? null
    })
    return { within, around: other.getStore() ?? null }
  })
}

const limit = Error.stackTraceLimit
Error.stackTraceLimit = 100
const stack = stackOf(caller())
Error.stackTraceLimit = limit
process.stdout.write(JSON.stringify({
  stack, disabled: disabledAfterATrace(), source: String(traced.traceSync)
}))
