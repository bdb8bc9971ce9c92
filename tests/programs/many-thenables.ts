import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'tracescope'

// Traces many thenables, and counts the contexts that are alive of those that are kept, dropped, and consumed and kept.

const COUNT = 10_000
const channel = tracingChannel<any>('many-thenables')
channel.start.bindStore(new AsyncLocalStorage())
channel.subscribe({ asyncEnd() {} })

class Lazy {
  then(done: any): void { done('ok') }
}

const contexts: WeakRef<object>[] = []
const thenables: Lazy[] = []

/** One or two may be held for a while, by code that V8 is compiling on another thread. */
async function alive(): Promise<number> {
  let count = COUNT
  for (let attempt = 0; attempt < 20; attempt++) {
    for (let turn = 0; turn < 3; turn++) {
      // A WeakRef holds its target until the turn in which it was made or read is over.
      await new Promise((resolve) => setTimeout(resolve))
      globalThis.gc!()
    }
    count = contexts.filter((context) => context.deref() !== undefined).length
    if (count === 0 || count === COUNT) break
  }
  return count
}

function begin(): void {
  contexts.length = 0
  for (let id = 0; id < COUNT; id++) {
    const context = { id }
    contexts.push(new WeakRef(context))
    thenables.push(channel.trace(() => new Lazy(), context))
  }
}

async function main(): Promise<void> {
  begin()
  const held = await alive()
  thenables.length = 0
  const dropped = await alive()
  begin()
  for (const thenable of thenables) thenable.then(() => {})
  const consumed = await alive()
  process.stdout.write(JSON.stringify({ held, dropped, consumed, kept: thenables.length }))
}

void main()
