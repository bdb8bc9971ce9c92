// @ts-check
import { Database } from './database.js'
import { ORDERS } from './orders.js'
import { requirePackage } from './packages.js'

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
  app.get('/orders/:id', async (/** @type {any} */ request) => {
    const order = await database.query('SELECT * FROM orders WHERE id = ?', ['orders', Number(request.params.id)])
    const customer = await customers.fetch(order.customer)
    request.log.info({ order: order.id, customer: customer.name }, 'order found')
    const ordered = await Promise.all(order.products.map((/** @type {number} */ id) => products.fetch(id)))
    const total = ordered.reduce((sum, { price }) => sum + price, 0)
    return { id: order.id, status: order.status, customer, products: ordered, total }
  })
  return app
}

/**
 * A cache that has all there is in a table: no request finds it without an answer, or it would have more traces than others.
 *
 * @param {Database} database
 * @param {string} name
 * @returns {Promise<import('lru-cache').LRUCache<number, any>>}
 */
async function filledCache(database, name) {
  const { LRUCache } = requirePackage('lru-cache')
  const cache = new LRUCache({
    max: database.tables[name].size,
    fetchMethod: (/** @type {number} */ id) => database.query(`SELECT * FROM ${name} WHERE id = ?`, [name, id])
  })
  for (const id of database.tables[name].keys()) await cache.fetch(id)
  return cache
}

/** Lines are made, and dropped. */
const NOWHERE = { write() {} }

/** @param {number} rows @param {(id: number) => object} row @returns {Map<number, string>} */
function table(rows, row) {
  return new Map(Array.from({ length: rows }, (_, id) => [id, JSON.stringify({ id, ...row(id) })]))
}
