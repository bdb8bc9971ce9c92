import type { TracedLibrary } from './library.js'

/** Queries that may be executed once: the second time they throw. */
export const mongoose: TracedLibrary = async ({ load, traced, called, step }) => {
  const { default: mongoose } = await load('mongoose')

  const _id = '0123456789abcdef01234567'
  const schema = new mongoose.Schema({ name: String }, { bufferCommands: false, autoCreate: false, autoIndex: false })
  const User = mongoose.model('User', schema)
  const answer = async (method: string, filter: { name?: string }, rows: unknown): Promise<unknown> => {
    called(method, filter)
    if (filter.name === 'missing') throw new Error('no such user')
    return rows
  }
  Object.assign(User.collection, {
    find: (filter: object) => ({ toArray: () => answer('find', filter, [{ _id, name: 'a' }]) }),
    findOne: (filter: object) => answer('findOne', filter, { _id, name: 'a' }),
    updateOne: (filter: object) => answer('updateOne', filter, { modifiedCount: 1 }),
    insertOne: (document: object) => answer('insertOne', document, { acknowledged: true, insertedId: _id })
  })

  const find = traced('find', (name: string) => User.find({ name }))
  const first = traced('first', (name: string) => User.findOne({ name }))
  const rename = traced('rename', (name: string) => User.updateOne({ name }, { name: 'b' }))
  const add = traced('add', (name: string) => User.create({ _id, name }))

  await step('awaited', 'find settled', () => find('a'))
  await step('not awaited', 'find unfinished, rename unfinished', () => { find('b'); rename('b') })
  await step('updated', 'rename settled', () => rename('c'))
  await step('executed', 'find unfinished', () => find('d').exec())
  await step('awaited twice', 'first settled', async () => {
    const query = first('e')
    return [await query, await query]
  })
  await step('executed, then awaited', 'first failed', async () => {
    const query = first('f')
    return [await query.exec(), await query]
  })
  await step('cloned', 'first settled', async () => {
    const query = first('g')
    return [await query, await query.clone()]
  })
  await step('chained', 'find settled', () => {
    return find('h').then((users: unknown[]) => users.length).finally(() => called('finally'))
  })
  await step('refined', 'first settled', () => first('i').where('age').gt(1).lean().orFail())
  await step('at once', 'find settled, rename settled', () => Promise.all([find('j'), rename('k')]))
  await step('created', 'add settled', () => add('l'))
  await step('failed', 'find failed', () => find('missing'))
  await step('failed and caught', 'first failed', () => {
    return first('missing').then((user: unknown) => user).catch((error: Error) => error.message)
  })
  await step('failed and dropped', 'find failed', () => { find('missing').then((users: unknown) => users) })
}
