import t from 'tap'
import { sortSamples, type ProfileNode } from '../../source/doctor/samples.js'

// A profile of V8 is a tree of calls, with the samples that were taken in each.

const DOCTOR = 'file:///app/node_modules/tracescope/dist/cjs/doctor.js'
const CHANNELS = 'node:diagnostics_channel'
const STORAGES = 'node:internal/async_local_storage/async_context_frame'
const FRAMES = 'node:internal/async_context_frame'
const APP = 'file:///app/app.js'

interface Tree {
  readonly of: string
  readonly in?: string
  readonly hits?: number
  readonly calls?: readonly Tree[]
}

/** The nodes of a tree, each after its caller. */
function nodesOf(trees: readonly Tree[]): ProfileNode[] {
  const nodes: ProfileNode[] = []
  const add = ({ of: functionName, in: url = '', hits: hitCount = 0, calls = [] }: Tree): number => {
    const children: number[] = []
    const id = nodes.push({ id: nodes.length + 1, callFrame: { functionName, url }, hitCount, children })
    for (const call of calls) children.push(add(call))
    return id
  }
  add({ of: '(root)', calls: trees })
  return nodes
}

const sort = (...trees: Tree[]) => sortSamples(nodesOf(trees), (url) => url === DOCTOR)

t.test('what Node does in a counted call is counted, and what the program does in it is the program\'s', async (t) => {
  const samples = sort({
    of: 'handler', in: APP, hits: 100, calls: [{
      of: 'traceSync', in: DOCTOR, hits: 1, calls: [{
        of: 'traceSync', in: CHANNELS, hits: 2, calls: [
          { of: 'runStores', in: CHANNELS, hits: 4, calls: [{ of: 'AsyncContextFrame', in: FRAMES, hits: 8 }] },
          {
            of: 'publish', in: CHANNELS, hits: 16, calls: [{
              of: 'subscriber', in: APP, hits: 32, calls: [{ of: 'getStore', in: STORAGES, hits: 64 }]
            }]
          }
        ]
      }]
    }]
  })
  t.same(samples, { busy: 227, counting: 1, counted: 2 + 4 + 8 + 16, other: 64 })
})

t.test('a counted call within another', async (t) => {
  const samples = sort({
    of: 'run', in: DOCTOR, calls: [{
      of: 'run', in: STORAGES, hits: 1, calls: [{
        of: 'enterWith', in: DOCTOR, hits: 2, calls: [{
          of: 'enterWith', in: STORAGES, hits: 4, calls: [{ of: 'AsyncContextFrame', in: FRAMES, hits: 8 }]
        }]
      }]
    }]
  })
  t.same(samples, { busy: 15, counting: 2, counted: 13, other: 0 })
})

t.test('what the program calls by itself is other, and what a trace goes on with later is of the trace', async (t) => {
  for (const name of ['publish', 'getStore', 'get hasSubscribers', 'bindStore', 'subscribe']) {
    const samples = sort({ of: 'handler', in: APP, calls: [{ of: name, in: CHANNELS, hits: 5 }] })
    t.same(samples, { busy: 5, counting: 0, counted: 0, other: 5 }, name)
  }
  for (const name of ['onResolve', 'onReject', 'resolve', 'reject', 'wrappedCallback', '']) {
    const later = { of: name, in: CHANNELS, hits: 1, calls: [{ of: 'publish', in: CHANNELS, hits: 2 }] }
    const samples = sort({ of: 'runMicrotasks', hits: 4, calls: [later] })
    t.same(samples, { busy: 7, counting: 0, counted: 3, other: 0 }, name)
  }
})

t.test('what the doctor asks Node before a counted call is Node\'s, which asks it, too', async (t) => {
  for (const name of ['get hasSubscribers', 'getStore', 'activeCurrent', 'get start']) {
    const samples = sort({ of: 'count', in: DOCTOR, hits: 1, calls: [{ of: name, in: FRAMES, hits: 2 }] })
    t.same(samples, { busy: 3, counting: 1, counted: 2, other: 0 }, name)
  }
})

t.test('a thread that waits is not busy; one that collects garbage is', async (t) => {
  const samples = sort(
    { of: '(idle)', hits: 1000 }, { of: '(garbage collector)', hits: 2 }, { of: '(program)', hits: 3 },
    { of: 'promiseHook', in: 'node:internal/async_hooks', hits: 4 }
  )
  t.same(samples, { busy: 9, counting: 0, counted: 0, other: 0 })
})
