// Traces within traces, of which the inner one does not come to its end: by whom they are made is the argument. Prints
// what the storages give after them.

const { AsyncLocalStorage }: typeof import('node:async_hooks') = require('node:async_hooks')
const vm: typeof import('node:vm') = require('node:vm')

const by = process.argv[2]
const library: typeof import('tracescope') | undefined = by === 'host' ? undefined : require('tracescope')
if (by === 'shim') library!.install()
const { tracingChannel }: typeof import('tracescope') = by === 'api' ? library! : require('node:diagnostics_channel')

const storages = [new AsyncLocalStorage<any>(), new AsyncLocalStorage<any>(), new AsyncLocalStorage<any>()] as const
// Its methods are AsyncLocalStorage's own, and fail on Node 24 and later, where they look for what is private.
const disguised: InstanceType<typeof AsyncLocalStorage<any>> = new Proxy(new AsyncLocalStorage<any>(), {})

type Storage = typeof disguised
// Each ends where it happens to be: more of them find more.
const ROUNDS = process.env['DEEP'] ? 40 : 10
const STEP = process.env['DEEP'] ? 1 : 4
let channels = 0

function tracing(bound: readonly Storage[], transform?: (message: any) => unknown) {
  const traced = tracingChannel<any>(`cut-short ${channels++}`)
  for (const storage of bound) traced.start.bindStore(storage, transform!)
  return traced
}

function attempt(fn: () => unknown): string {
  try {
    fn()
    return 'done'
  } catch (error: any) {
    return error.code ?? error.name
  }
}

const values = (): string =>
  storages.map((storage) => JSON.stringify(storage.getStore()?.name ?? storage.getStore())).join()

function outOfTime(outer: readonly Storage[], inner: readonly Storage[]): string {
  const around = tracing(outer)
  const endless = tracing(inner)
  const f = (): void => { endless.traceSync(() => { for (;;); }, { name: 'inner' }) }
  let ended = ''
  around.traceSync(() => {
    ended = attempt(() => vm.runInNewContext('f()', { f }, { timeout: 150 }))
    storages[2].enterWith('stays')
  }, { name: 'outer' })
  return ended
}

/** Wherever the time may be up: how often the storage that no channel has lost its value. */
function outOfTimeAnywhere(bound: readonly Storage[], transform?: (message: any) => unknown): string {
  const traced = tracing(bound, transform)
  const f = (): void => { for (;;) traced.traceSync(() => {}, { name: 'again and again' }) }
  let lost = 0
  for (let round = 0; round < ROUNDS; round++) {
    storages[2].run('ambient', () => {
      attempt(() => vm.runInNewContext('f()', { f }, { timeout: 3 }))
      if (storages[2].getStore() !== 'ambient') lost++
    })
  }
  storages[0].enterWith('ambient')
  storages[1].enterWith(undefined)
  return `lost ${lost} times`
}

function stackIsFull(transform?: (message: any) => unknown): string {
  const traced = tracing(storages.slice(0, 2), transform)
  const without = (frames: number): void =>
    frames > 0 ? without(frames - 1) : traced.traceSync(deeper, { name: 'deeper' })
  const deeper = (): void => traced.traceSync(deeper, { name: 'deeper' })
  const ends = new Set<string>()
  // From another height each time: what fails where the stack is full is another call each time.
  for (let frames = 0; frames < 60; frames += STEP) ends.add(`${attempt(() => without(frames))} ${values()}`)
  return [...ends].join('; ')
}

function failingStore(bound: readonly Storage[], transform?: (message: any) => unknown): string {
  const around = tracing([storages[0]])
  const failing = tracing(bound, transform)
  let ended = ''
  around.traceSync(() => {
    ended = `${attempt(() => failing.traceSync(() => {}, { name: 'inner' }))} ${values()}`
  }, { name: 'outer' })
  return ended
}

const same = (message: any): any => message
const [first, second] = storages
const cases: Record<string, () => string> = {
  'out of time, the same store': () => outOfTime([first], [first]),
  'out of time, another store': () => outOfTime([first], [second]),
  'out of time, several stores': () => outOfTime([first, second], [second, first]),
  'out of time anywhere, one store': () => outOfTimeAnywhere([first]),
  'out of time anywhere, several stores': () => outOfTimeAnywhere([first, second]),
  'out of time anywhere, several stores with transforms': () => outOfTimeAnywhere([first, second], same),
  'a store that fails': () => failingStore([disguised]),
  'a store that fails after others': () => failingStore([first, disguised, second]),
  'a store that fails, with transforms': () => failingStore([first, disguised, second], same)
}
// Node 25 and 26 take all memory, or minutes, for that.
if (by !== 'host') {
  cases['the stack is full'] = () => stackIsFull()
  cases['the stack is full, with transforms'] = () => stackIsFull(same)
}

const seen: Record<string, string> = {}
for (const [name, make] of Object.entries(cases)) {
  seen[name] = first.run('ambient', () => `${make()} | ${values()}`)
  for (const storage of storages) storage.enterWith(undefined)
}
process.stdout.write(JSON.stringify(seen))
