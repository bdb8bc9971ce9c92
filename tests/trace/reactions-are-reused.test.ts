import t from 'tap'
import { Reactions } from '../../source/trace/chain.js'
import type { Semantics } from '../../source/trace/semantics.js'

// The functions given to a promise's `then` serve again once the promise is settled, however many others never are.

const behaviour = { announceSettled() {} } as unknown as Semantics
const take = (): Reactions => Reactions.take(behaviour, {} as any, {})

t.test('a pair that has been called is taken again', async (t) => {
  const pair = take()
  pair.onFulfilled(1)
  t.equal(take(), pair)
})

t.test('so it is beside any number of promises that are not settled', async (t) => {
  for (let i = 0; i < 3000; i++) take()
  const pair = take()
  pair.onFulfilled(1)
  t.equal(take(), pair)
})

t.test('the number of idle pairs is bounded', async (t) => {
  const pairs = Array.from({ length: 3000 }, take)
  for (const pair of pairs) pair.onFulfilled(1)
  const kept = new Set(pairs)
  let reused = 0
  for (let i = 0; i < 3000; i++) if (kept.has(take())) reused++
  t.equal(reused, 1024)
})
