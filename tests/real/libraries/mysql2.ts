import { once } from 'node:events'
import type { Library } from './library.js'

type Callback = (error: unknown, rows?: unknown) => void

const NOBODY_LISTENS = 1

/** Traces by traceCallback where it is given a callback, and by tracePromise where it is not. */
export const mysql2: Library = {
  channels: ['query', 'execute', 'connect', 'pool:connect'].map((name) => `mysql2:${name}`),
  async use({ transcript, store, load }) {
    const { createConnection, createPool } = await load('mysql2')
    const server = { host: '127.0.0.1', port: Number(process.env['MARIADB_PORT']), user: 'root' }
    const saw = (what: string, ...values: unknown[]): void => transcript.add(what, ...values, 'in', store.getStore())
    /** Calls something that takes a callback of (error, rows). */
    const call = (what: string, start: (callback: Callback) => void): Promise<void> => new Promise((resolve) => {
      start((error, rows) => {
        saw(what, error ?? JSON.stringify(rows))
        queueMicrotask(() => saw(`${what}, a microtask later`))
        setImmediate(() => {
          saw(`${what}, an immediate later`)
          resolve()
        })
      })
      saw(`${what} called`)
    })

    const connection = createConnection(server)
    await once(connection, 'connect')
    await call('ping', (callback) => connection.ping(callback))
    await call('query', (callback) => connection.query('SELECT 1 AS one UNION SELECT 2', callback))
    await call('query with values', (callback) => connection.query('SELECT ? AS name, ? AS age', ['Ada', 36], callback))
    await call('query of nonsense', (callback) => connection.query('SELEKT 1', callback))
    await call('statement', (callback) => connection.execute('SELECT ? + 1 AS sum', [1], callback))
    await call('statement again', (callback) => connection.execute('SELECT ? + 1 AS sum', [41], callback))
    await call('statement of nonsense', (callback) => connection.execute('SELEKT ?', [1], callback))
    await call('query from a callback', (callback) =>
      connection.query('SELECT 1 AS outside', () => connection.query('SELECT 2 AS inside', callback)))
    // Queued behind one another, each in its own store.
    await Promise.all([1, 2, 3].map((n) =>
      call(`queued ${n}`, (callback) => connection.query(`SELECT ${n} AS n`, callback))))

    const events = connection.query('SELECT 7 AS seven')
    for (const event of ['fields', 'result']) events.on(event, (value: unknown) =>
      saw(event, JSON.stringify(value).slice(0, 40)))
    await once(events, 'end')
    const failing = connection.query('SELEKT 7')
    const [error] = await once(failing, 'error').catch((thrown: unknown) => [thrown])
    saw('error event', error)
    for await (const row of connection.query('SELECT 1 AS streamed UNION SELECT 2').stream()) saw(
      'streamed', JSON.stringify(row)
    )

    const pool = createPool({ ...server, connectionLimit: 1 })
    await call('pool', (callback) => pool.query('SELECT 8 AS eight', callback))
    const promises = pool.promise()
    saw('promised', JSON.stringify((await promises.query('SELECT 9 AS nine'))[0]))
    saw('promised statement', JSON.stringify((await promises.execute('SELECT ? AS ten', [10]))[0]))
    saw('promised nonsense', await promises.query('SELEKT 9').catch((thrown: unknown) => thrown))
    await promises.end()

    const refused = createConnection({ ...server, port: NOBODY_LISTENS })
    const [reason] = await once(refused, 'error').catch((thrown: unknown) => [thrown])
    saw('refused', reason)
    await call('end', (callback) => connection.end(callback))
  }
}
