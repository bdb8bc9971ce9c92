import { AsyncLocalStorage } from 'node:async_hooks'
import * as diagnosticsChannel from 'node:diagnostics_channel'
import { EVENTS } from './traced.js'

let count = 0

/**
 * Traces in every way on the host's own channels, with stores, and gives what was seen, line by line.
 *
 * @param tracingChannel the host's own, if the caller has come by it in another way
 */
export async function exercise(
  tracingChannel: (name: string) => unknown = diagnosticsChannel.tracingChannel
): Promise<string[]> {
  const lines: string[] = []
  const call = new AsyncLocalStorage<any>()
  const continuation = new AsyncLocalStorage<any>()
  const traced: any = tracingChannel(`exercise-${count++}`)
  const look = (where: string): void => { lines.push(`${where}: ${call.getStore()}, ${continuation.getStore()}`) }
  traced.start.bindStore(call, ({ name }: any) => name)
  traced.asyncStart.bindStore(continuation, ({ name }: any) => name)
  for (const event of EVENTS) {
    traced[event].subscribe(({ name, result, error }: any) => look(`${name} ${event} ${error?.message ?? result}`))
  }
  const fail = (): never => { throw new Error('failed') }
  const later = async (): Promise<string> => {
    await new Promise((resolve) => setTimeout(resolve))
    look('later')
    return 'value'
  }
  const note = (error: Error): void => look(`caught ${error.message}`)

  look('before')
  look(
    `gave ${traced.traceSync((value: string) => { look('fn'); return value }, { name: 'sync' }, undefined, 'value')}`
  )
  try { traced.traceSync(fail, { name: 'throwing' }) } catch (error) { note(error as Error) }
  look(`gave ${await traced.tracePromise(later, { name: 'promise' })}`)
  await traced.tracePromise(async () => { await null; fail() }, { name: 'rejecting' }).catch(note)
  await new Promise<void>((resolve) => {
    const callback = (_error: unknown, value: string): void => { look(`called back ${value}`); resolve() }
    traced.traceCallback(
      (callback: any) => setImmediate(callback, null, 'value'), 0, { name: 'callback' }, undefined, callback
    )
  })
  traced.start.runStores({ name: 'stores' }, () => traced.traceSync(() => look('nested'), { name: 'nested' }))
  look('after')
  return lines
}

/** Whether the shim is installed here. */
export function isInstalled(): boolean {
  return Symbol.for('tracescope.installation') in globalThis
}
