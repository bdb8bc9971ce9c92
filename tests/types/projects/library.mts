import { boundedChannel, BoundedChannel, channel, instrument, tracingChannel, type TracingChannel } from 'tracescope'

export interface Row { readonly id: number }
export interface Query { sql: string, result?: Row[] }

export const queries: TracingChannel<Query> = tracingChannel('client.query')
export const connects = tracingChannel<{ host: string }>('client.connect')
export const queued = channel<{ id: number }>('client.queued')
export const jobs = boundedChannel<{ id: number }>('client.job')

export class Jobs extends BoundedChannel<{ id: number }> {
  override get hasSubscribers(): boolean { return super.hasSubscribers }
}

export class Client {
  readonly host: string
  constructor(host: string) { this.host = host }
  async query(this: Client, sql: string): Promise<Row[]> {
    return connects.traceSync(() => [{ id: sql.length }], { host: this.host })
  }
  close(force: boolean, callback: (error: Error | null) => void): void { callback(force ? null : new Error('busy')) }
}
Client.prototype.query = instrument(queries, Client.prototype.query, {
  kind: 'promise', context: ([sql], { host }) => ({ sql: `${host}: ${sql}` })
})
Client.prototype.close = instrument('client.close', Client.prototype.close, {
  kind: 'callback', context: ([force], client: Client) => ({ force, client })
})

export const promised = <Args extends unknown[]>(fn: (...args: Args) => Promise<Row[]>) =>
  instrument(queries, fn, { kind: 'promise' })
export const calledBack = <Fn extends (...args: any[]) => void>(fn: Fn): Fn =>
  instrument('client.call', fn, { kind: 'callback', position: 0 })
