import { BoundedChannel, boundedChannel, channel, instrument, tracingChannel } from 'tracescope'

/** @typedef {{ readonly id: number }} Row */
/** @typedef {{ sql: string, result?: Row[] }} Query */

/** @type {import('tracescope').TracingChannel<Query>} */
export const queries = tracingChannel('client.query')
/** @type {import('tracescope').TypedChannel<{ id: number }>} */
export const queued = channel('client.queued')
/** @type {import('tracescope').BoundedChannel<{ id: number }>} */
export const jobs = boundedChannel('client.job')

/** @extends {BoundedChannel<{ id: number }>} */
export class Jobs extends BoundedChannel {}

export class Client {
  /** @param {string} host */
  constructor(host) { this.host = host }

  /**
   * @this {Client}
   * @param {string} sql
   * @returns {Promise<Row[]>}
   */
  async query(sql) { return [{ id: sql.length + this.host.length }] }
}
Client.prototype.query = instrument(queries, Client.prototype.query, {
  kind: 'promise',
  context: ([sql], { host }) => ({ sql: `${host}: ${sql}` })
})
