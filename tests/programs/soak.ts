import { writeSync } from 'node:fs'
import { implementation, type Mode } from '../support/implementation.js'
import { heapInUse } from '../soak/heap.js'
import { kinds } from '../soak/kinds.js'
import { Population } from '../soak/population.js'
import { Random } from '../soak/random.js'

// Makes many traces of all kinds and measures the heap ten times on the way: `node --expose-gc soak shim 2000000 1`.
// Prints a line of JSON at each measurement: the traces made, the heap, and what is alive or astray that should not be.

const [mode, count, seed] = process.argv.slice(2)
implementation(mode as Mode)

const STAGES = 10
// Until the heap has its shape, which on Node 20 and 22, stock or not, takes this long.
const WARM_UP = 600_000
const BATCH = 100
const BATCHES_PER_STORE = 10
const TRACES_PER_CHANGE = 4
const LATE = 1000

const random = new Random(Number(seed))
const population = new Population(random)
const all = Object.values(kinds)
const watched: WeakRef<object>[] = []
let made = 0
let live = 0

async function makeTraces(end: number): Promise<void> {
  while (made < end) {
    if (random.below(BATCHES_PER_STORE) === 0) population.replaceStore()
    // What is late is what a pool or a stack would keep. Node 26 itself keeps something of the very last.
    const left = end - made
    await makeBatch(left <= LATE && left > BATCH)
    population.check()
  }
}

/** Makes some traces whose promises are in flight together. */
async function makeBatch(watchAll: boolean): Promise<void> {
  const pending: unknown[] = []
  for (let i = 0; i < BATCH; i++) {
    if (random.below(TRACES_PER_CHANGE) === 0) population.change()
    const context = {}
    if (watchAll || i === 0) watched.push(new WeakRef(context))
    const channel = population.anyChannel()
    if (channel.hasSubscribers) live++
    pending.push(random.of(all)(channel, context, population))
    population.check()
    made++
  }
  await Promise.allSettled(pending)
}

/** Gives the heap in use when all subscribers and stores are gone. */
function collect(): Promise<number> {
  population.settle()
  return heapInUse()
}

async function measure(): Promise<void> {
  const heap = await collect()
  const alive = [...watched, ...population.goneStores].filter((reference) => reference.deref() !== undefined).length
  watched.length = population.goneStores.length = 0
  const { heard, strayed } = population
  // Not by process.stdout, which takes some of the heap itself.
  writeSync(1, `${JSON.stringify({ made, live, heap, alive, heard, strayed })}\n`)
}

async function main(): Promise<void> {
  for (let stage = 1; stage <= STAGES; stage++) {
    await makeTraces(WARM_UP * stage / STAGES)
    await collect()
  }
  made = live = 0
  await measure()
  for (let stage = 1; stage <= STAGES; stage++) {
    await makeTraces(Math.round(Number(count) * stage / STAGES))
    await measure()
  }
}

void population.within(main)
