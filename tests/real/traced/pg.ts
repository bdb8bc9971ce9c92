import { errorMonitor, once } from 'node:events'
import type { TracedLibrary } from './library.js'
import { startPgServer } from './pg-server.js'

/**
 * Functions with an optional callback, objects that are submitted and emit what comes of them, and a queue of a pool.
 */
export const pg: TracedLibrary = async ({ load, traced, called, step }) => {
  const { default: { Client, Pool, Query } } = await load('pg')

  const server = await startPgServer((sql, values) => {
    called(sql, values)
    if (sql.includes('missing')) throw new Error('no such table')
    return [1, 2]
  })
  const address = { host: '127.0.0.1', port: server.port, user: 'anyone', database: 'any' }
  Client.prototype.query = traced('query', Client.prototype.query, { kind: 'callback' })
  Pool.prototype.query = traced('pool.query', Pool.prototype.query, { kind: 'callback' })
  Pool.prototype.connect = traced('connect', Pool.prototype.connect, { kind: 'callback' })

  const client = new Client(address)
  const submit = traced('submit', (sql: string) => client.query(new Query(sql)), {
    until: (query, finish) => query.once('end', () => finish()).once(errorMonitor, finish)
  })
  const inCallback = (query: (callback: (error: unknown, result: any) => void) => void): Promise<unknown> =>
    new Promise((resolve, reject) => query((error, result) => error ? reject(error) : resolve(result.rows)))

  await client.connect()
  await step('promise', 'query settled', async () => (await client.query('select 1')).rows)
  await step('promise, with values', 'query settled', async () => (await client.query('select $1', [2])).rows)
  await step('callback', 'query settled', () => inCallback((callback) => client.query('select 3', callback)))
  await step('callback, with values', 'query settled', () =>
    inCallback((callback) => client.query('select $1', [4], callback)))
  await step('failed promise', 'query failed', () => client.query('missing 5'))
  await step('failed callback', 'query failed', () => inCallback((callback) => client.query('missing 6', callback)))
  await step('failed and dropped', 'query failed', async () => {
    client.query('missing 7')
    await once(client, 'drain')
    return 'drained'
  })
  await step('submitted', 'submit settled, query returned', async () => {
    const rows: unknown[] = []
    const query = submit('select 8').on('row', (row: unknown) => rows.push(row))
    await once(query, 'end')
    return rows
  })
  await step('submitted and failed', 'submit failed, query returned', () => once(submit('missing 9'), 'end'))
  await client.end()

  const pool = new Pool({ ...address, max: 1 })
  await step('pool', 'pool.query settled, connect settled, query settled', async () =>
    (await pool.query('select 10')).rows)
  await step('pool, callback', 'pool.query settled, connect settled, query settled', () => {
    return inCallback((callback) => pool.query('select 11', callback))
  })
  await step('pool, failed', 'pool.query failed, connect settled, query failed', () => pool.query('missing 12'))
  await step('pool, in a queue', [
    'pool.query settled, connect settled, pool.query settled, connect settled', 'query settled, query settled'
  ].join(', '), async () => (await Promise.all([13, 14].map((n) => pool.query(`select ${n}`)))).length)
  await step('pool, a client', 'connect settled, query settled', async () => {
    const client = await pool.connect()
    const { rows } = await client.query('select 15')
    client.release()
    return rows
  })
  await step('pool, a client in a callback', 'connect settled, query settled', () => new Promise((resolve) => {
    pool.connect((_: unknown, client: any, release: () => void) => {
      client.query('select 16', (_: unknown, { rows }: any) => {
        release()
        resolve(rows)
      })
    })
  }))
  await pool.end()

  class OwnPromise<T> extends Promise<T> {}
  const other = new Pool({ ...address, max: 1, Promise: OwnPromise })
  const ofOther = (outcome: string): string => `pool.query ${outcome}, connect settled, query ${outcome}`
  await step('pool of another promise', ofOther('settled'), async () => {
    const promise = other.query('select 17')
    return [promise.constructor.name, (await promise).rows]
  })
  await step('pool of another promise, failed', ofOther('failed'), () => other.query('missing 18'))
  await step('pool of another promise, failed and dropped', 'pool.query unfinished, connect ' +
    'settled, query failed', async () => {
    other.query('missing 19')
    await once(other, 'release')
    return 'released'
  })
  await other.end()
  await server.stop()
}
