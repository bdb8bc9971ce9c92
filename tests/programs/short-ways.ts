import { tracingChannel } from 'tracescope'

// Traces functions that give iterators of collections, and prints which of V8's short ways to read collections are
// still open: `node --allow-natives-syntax short-ways`.

const channel = tracingChannel<any>('short-ways')
channel.subscribe({ start() {} })

const COLLECTIONS: Readonly<Record<string, () => IterableIterator<unknown>>> = {
  Array: () => [1].values(),
  Map: () => new Map([[1, 1]]).values(),
  Set: () => new Set([1]).values(),
  String: () => 'a'[Symbol.iterator]()
}

for (const make of Object.values(COLLECTIONS)) for (const _ of channel.trace(make)) void _
const open = Object.keys(COLLECTIONS).filter((name) => new Function(`return %${name}IteratorProtector()`)())
process.stdout.write(JSON.stringify({ open }))
