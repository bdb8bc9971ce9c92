// @ts-check
import { tracingChannel } from 'node:diagnostics_channel'

const queries = tracingChannel('bench-database:query')
const checkouts = tracingChannel('bench-database:checkout')

/** @typedef {{ answer(text: string): Promise<any[]> }} Connection */

/**
 * A database client with a pool of connections. It answers from memory, but from text that it has to parse, and in a later
 * turn of the event loop, when an answer from a socket would be there. Traced as mysql2 is: a query by `tracePromise`, and
 * within it the connection that it takes from the pool, by `traceCallback`.
 */
export class Database {
  /** @type {Connection[]} */
  #idle = []

  /** @param {Record<string, Map<number, string>>} tables rows as JSON, by their id */
  constructor(tables) {
    this.tables = tables
  }

  /**
   * Finds the row of a table that has an id.
   *
   * @param {string} sql
   * @param {[table: string, id: number]} values
   * @returns {Promise<any>}
   */
  query(sql, values) {
    if (!queries.hasSubscribers) return this.#query(sql, values)
    return queries.tracePromise(this.#query, { sql, values, database: this }, this, sql, values)
  }

  /** @param {string} sql @param {[table: string, id: number]} values */
  async #query(sql, [table, id]) {
    const text = this.tables[table].get(id)
    if (text === undefined) throw new Error(`${sql}: there is no ${id} in ${table}`)
    const connection = await this.#connect()
    const [row] = await connection.answer(`[${text}]`)
    this.#idle.push(connection)
    return row
  }

  /** @returns {Promise<Connection>} */
  #connect() {
    return new Promise((resolve, reject) => {
      this.checkOut((error, connection) => connection ? resolve(connection) : reject(error))
    })
  }

  /** @param {(error: Error | null, connection?: Connection) => void} callback */
  checkOut(callback) {
    if (!checkouts.hasSubscribers) return this.#checkOut(callback)
    checkouts.traceCallback(this.#checkOut, 0, { database: this }, this, callback)
  }

  /** @param {(error: Error | null, connection?: Connection) => void} callback */
  #checkOut(callback) {
    process.nextTick(callback, null, this.#idle.pop() ?? { answer })
  }
}

/** @param {string} text @returns {Promise<any[]>} */
function answer(text) {
  return new Promise((resolve) => { setImmediate(() => resolve(JSON.parse(text))) })
}
