import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TracedLibrary } from './library.js'

/** A query builder: it runs its query whenever its `then` is called, and not before. */
export const knex: TracedLibrary = async ({ load, traced, called, step }) => {
  const { default: connect } = await load('knex')

  class StandIn extends connect.Client {
    _driver(): object { return {} }
    acquireRawConnection(): Promise<object> { return Promise.resolve({}) }
    destroyRawConnection(): void {}
    async _query(_: object, query: any): Promise<object> {
      called(query.sql, query.bindings ?? [])
      if (query.sql.includes('missing')) throw new Error('no such table')
      return { ...query, response: [{ id: 1 }, { id: 2 }] }
    }
    _stream(_: object, query: any, stream: NodeJS.WritableStream): Promise<void> {
      called('stream', query.sql)
      return pipeline(Readable.from([{ id: 1 }, { id: 2 }]), stream)
    }
    processResponse({ response }: any): unknown { return response }
  }
  Object.assign(StandIn.prototype, { dialect: 'stand-in', driverName: 'stand-in' })

  const db = connect({ client: StandIn, connection: {} })
  const find = traced('find', (id: number, table = 'users', on = db) => on(table).where({ id }))
  const transfer = traced('transfer', (table: string) => db.transaction(async (on: any) => {
    await find(1, table, on)
    await on('log').insert({ table })
  }))
  const read = traced('read', () => db('users').stream(), { kind: 'iterator' })

  await step('awaited', 'find settled', () => find(1))
  await step('not awaited', 'find unfinished', () => { find(2) })
  await step('awaited twice', 'find settled', async () => {
    const query = find(3)
    return [await query, await query]
  })
  await step('chained', 'find settled', () =>
    find(4).then((rows: unknown[]) => rows.length).finally(() => called('finally')))
  await step('refined', 'find settled', () => find(5).andWhere('age', '>', 6).limit(7))
  await step('cloned', 'find unfinished', () => find(8).clone())
  await step('a part of another', 'find unfinished', () => db('posts').whereIn('author', find(9).select('id')))
  await step('at once', 'find settled, find settled', () => Promise.all([find(10), find(11)]))
  await step('with a callback', 'find settled', () => new Promise((resolve) => {
    find(12).asCallback((_: unknown, rows: unknown) => resolve(rows))
  }))
  await step('as text', 'find unfinished', () => find(13).toString())
  await step('failed', 'find failed', () => find(14, 'missing'))
  await step('failed and caught', 'find failed', () => find(15, 'missing').catch((error: Error) => error.message))
  await step('failed and dropped', 'find failed', () => { find(16, 'missing').then((rows: unknown) => rows) })
  await step('transaction', 'transfer settled, find settled', () => transfer('users'))
  await step('transaction that is rolled back', 'transfer failed, find failed', () => transfer('missing'))
  await step('stream', 'read settled', () => read().toArray())
  await db.destroy()
}
