import { tracingChannel } from 'node:diagnostics_channel'
import { requirePackage } from './packages.js'

/** How many orders there are. */
export const ORDERS = 1000
const CUSTOMERS = 100
const PRODUCTS = 200

/**
 * A small web shop, which gives orders with their customer and products. Nine traces per request:
 *
 * - 1 by fastify, of the handler
 * - 3 by pino, of the lines that fastify logs before and after, and of the handler's own
 * - 3 by lru-cache, of the customer and two products
 * - 2 by the database client, of the query and of its connection
 */
export async function createApplication() {
  // Loaded here: agents instrument what is loaded after they have started.
  const { pino } = requirePackage('pino')
  const database = new Database({
    orders: table(ORDERS, (id) => {
      return { status: 'paid', customer: id % CUSTOMERS, products: [id % PRODUCTS, (id + 1) % PRODUCTS] }
    }),
    customers: table(CUSTOMERS, (id) => ({ name: `customer ${id}`, address: { street: 'Main Street', number: id } })),
    products: table(PRODUCTS, (id) => ({ title: `product ${id}`, price: id * 1.25 }))
  })
  const customers = await filledCache(database, 'customers')
  const products = await filledCache(database, 'products')

  const app = requirePackage('fastify')({ loggerInstance: pino({}, NOWHERE) })
  app.get('/orders/:id', async (request) => {
    const order = await database.query('SELECT * FROM orders WHERE id = ?', ['orders', Number(request.params.id)])
    const customer = await customers.fetch(order.customer)
    request.log.info({ order: order.id, customer: customer.name }, 'order found')
    const ordered = await Promise.all(order.products.map((id) => products.fetch(id)))
    const total = ordered.reduce((sum, { price }) => sum + price, 0)
    return { id: order.id, status: order.status, customer, products: ordered, total }
  })
  return app
}

/**
 * A cache that has all there is in a table: no request finds it without an answer, or it would have more traces than
 * others.
 */
async function filledCache(database, name) {
  const { LRUCache } = requirePackage('lru-cache')
  const cache = new LRUCache({
    max: database.tables[name].size,
    fetchMethod: (id) => database.query(`SELECT * FROM ${name} WHERE id = ?`, [name, id])
  })
  for (const id of database.tables[name].keys()) await cache.fetch(id)
  return cache
}

/** Lines are made, and dropped. */
const NOWHERE = { write() {} }

/** Rows as JSON, by their id. @returns {Map<number, string>} */
function table(rows, row) {
  return new Map(Array.from({ length: rows }, (_, id) => [id, JSON.stringify({ id, ...row(id) })]))
}

const queries = tracingChannel('bench-database:query')
const checkouts = tracingChannel('bench-database:checkout')

/**
 * A database client with a pool of connections. It answers from memory, but from text that it has to parse, and in a
 * later turn of the event loop, when an answer from a socket would be there. Traced as mysql2 is: a query by
 * `tracePromise`, and within it the connection that it takes from the pool, by `traceCallback`.
 */
export class Database {
  /** @type {Array<{ answer(text: string): Promise<any[]> }>} */
  #idle = []

  constructor(tables) {
    this.tables = tables
  }

  /** Finds the row of a table that has an id. @param {[table: string, id: number]} values @returns {Promise<any>} */
  query(sql, values) {
    if (!queries.hasSubscribers) return this.#query(sql, values)
    return queries.tracePromise(this.#query, { sql, values, database: this }, this, sql, values)
  }

  async #query(sql, [table, id]) {
    const text = this.tables[table].get(id)
    if (text === undefined) throw new Error(`${sql}: there is no ${id} in ${table}`)
    const connection = await this.#connect()
    const [row] = await connection.answer(`[${text}]`)
    this.#idle.push(connection)
    return row
  }

  /** @returns {Promise<any>} */
  #connect() {
    return new Promise((resolve, reject) => {
      this.checkOut((error, connection) => connection ? resolve(connection) : reject(error))
    })
  }

  checkOut(callback) {
    if (!checkouts.hasSubscribers) return this.#checkOut(callback)
    checkouts.traceCallback(this.#checkOut, 0, { database: this }, this, callback)
  }

  #checkOut(callback) {
    process.nextTick(callback, null, this.#idle.pop() ?? { answer })
  }
}

/** @returns {Promise<any[]>} */
function answer(text) {
  return new Promise((resolve) => { setImmediate(() => resolve(JSON.parse(text))) })
}
