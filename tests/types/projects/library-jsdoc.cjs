const { boundedChannel, instrument, tracingChannel } = require('tracescope')

/** @typedef {{ readonly id: number }} Row */
/** @typedef {{ sql: string, result?: Row[] }} Query */

/** @type {import('tracescope').TracingChannel<Query>} */
const queries = tracingChannel('client.query')
/** @type {import('tracescope').BoundedChannel<{ id: number }>} */
const jobs = boundedChannel('client.job')

class Client {
  /** @param {string} host */
  constructor(host) { this.host = host }

  /**
   * @param {string} sql
   * @returns {Promise<Row[]>}
   */
  async query(sql) { return [{ id: sql.length + this.host.length }] }
}
Client.prototype.query = instrument(queries, Client.prototype.query, {
  kind: 'promise',
  /** @type {(args: [sql: string], client: Client) => Query} */
  context: ([sql], { host }) => ({ sql: `${host}: ${sql}` })
})

module.exports = { queries, jobs, Client }
