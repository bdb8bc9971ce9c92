import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'

export { boundedChannel, withScope as enter } from 'tracescope'

/** A storage of the host, under any name. */
export const requests = new AsyncLocalStorage<string>()

/** One with a method of its own. */
export class LoggingStorage<T> extends AsyncLocalStorage<T> {
  override withScope(value: T): ReturnType<AsyncLocalStorage<T>['withScope']> {
    console.log('entered', value)
    return super.withScope(value)
  }
}

export const jobs = new LoggingStorage<{ id: number }>()
export const started = diagnosticsChannel.channel('job.started')
export const queries = diagnosticsChannel.boundedChannel('db.query')
