import type { TracedLibrary } from './library.js'

/** Query builders that run whenever they are awaited, or are handed to a batch and run there. */
export const drizzle: TracedLibrary = async ({ load, traced, called, step }) => {
  const { drizzle } = await load('drizzle-orm/sqlite-proxy')
  const { integer, sqliteTable, text } = await load('drizzle-orm/sqlite-core')
  const { eq, gt } = await load('drizzle-orm')

  const columns = () => ({ id: integer().primaryKey(), name: text() })
  const users = sqliteTable('users', columns())
  const missing = sqliteTable('missing', columns())
  const answer = (sql: string, params: unknown[]): { rows: unknown[] } => {
    called(sql, params)
    if (sql.includes('missing')) throw new Error('no such table')
    return { rows: [[1, 'a'], [2, 'b']] }
  }
  const db = drizzle(
    async (sql: string, params: unknown[]) => answer(sql, params),
    async (queries: Array<{ sql: string, params: unknown[] }>) => queries.map(({ sql, params }) => answer(sql, params)),
    { schema: { users } }
  )
  const find = traced('find', (id: number, table = users, on = db) => on.select().from(table).where(eq(table.id, id)))
  const add = traced('add', (name: string) => db.insert(users).values({ name }).returning())
  const list = traced('list', () => db.query.users.findMany())
  const transfer = traced('transfer', (table: unknown) => db.transaction(async (on: any) => {
    await find(1, table, on)
    await on.update(users).set({ name: 'c' })
  }))

  await step('awaited', 'find settled', () => find(1))
  await step('not awaited', 'find unfinished, add unfinished', () => { find(2); add('x') })
  await step('inserted', 'add settled', () => add('d'))
  await step('inserted twice', 'add settled', async () => {
    const query = add('e')
    return [await query, await query]
  })
  await step('relational', 'list settled', () => list())
  await step('chained', 'find settled', () =>
    find(4).then((rows: unknown[]) => rows.length).finally(() => called('finally')))
  await step('refined', 'find settled', () => find(5).limit(6))
  await step('executed', 'find unfinished', () => find(7).execute())
  await step('a part of another', 'find unfinished', () => {
    const some = find(8).as('some')
    return db.select().from(some).where(gt(some.id, 9))
  })
  await step('at once', 'find settled, add settled', () => Promise.all([find(10), add('f')]))
  await step('in a batch', 'find unfinished, add unfinished', () => db.batch([find(11), add('g')]))
  await step('failed', 'find failed', () => find(12, missing))
  await step('failed and caught', 'find failed', () => find(13, missing).catch((error: Error) => error.message))
  await step('failed and dropped', 'find failed', () => { find(14, missing).then((rows: unknown) => rows) })
  await step('transaction', 'transfer settled, find settled', () => transfer(users))
  await step('transaction that is rolled back', 'transfer failed, find failed', () => transfer(missing))
}
