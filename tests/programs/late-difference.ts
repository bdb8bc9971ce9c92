// A host that does something else with the context than others do: `late-difference 'timers lose it'`. Prints the ways
// into the context before and after the first values were entered, and the values that were seen, at once and later.

const { AsyncLocalStorage }: typeof import('node:async_hooks') = require('node:async_hooks')

const DIFFERENCES: Readonly<Record<string, () => void>> = {
  'nothing'() {},

  'timers lose it'() {
    const outside = AsyncLocalStorage.snapshot()
    const { setTimeout } = globalThis
    globalThis.setTimeout = ((fn: () => void, ...rest: any[]) =>
      setTimeout(() => outside(fn), ...rest)) as typeof setTimeout
  },

  /** Where what is entered is noted besides, as a host may that keeps it elsewhere for promises and timers. */
  'enterWith does more'() {
    const { enterWith } = AsyncLocalStorage.prototype
    AsyncLocalStorage.prototype.enterWith = {
      // Of the names that tell the host's own methods.
      enterWith(this: any, value: unknown, kResourceStore = this) {
        entered.push(value)
        return enterWith.call(kResourceStore, value)
      }
    }.enterWith
  }
}

/** In milliseconds. On a busy machine a short timer comes before what is to be done at once. */
const AFTER_IMMEDIATES = 200

const entered: unknown[] = []
DIFFERENCES[process.argv[2]!]!()

const library: typeof import('tracescope') = require('tracescope')

const storage = new AsyncLocalStorage<any>()
const traced = library.tracingChannel<any>('late')
traced.start.bindStore(storage, () => 'trace')

async function main(): Promise<void> {
  const seen: string[] = []
  const look = (where: string): void => { seen.push(`${where} ${storage.getStore()}`) }
  const ways = [library.contextBackend]
  entered.length = 0
  const scope = library.withScope(storage, 'scope')
  ways.push(library.contextBackend)
  look('inside')
  await traced.tracePromise(() => new Promise<void>((resolve) => {
    look('traced')
    void Promise.resolve().then(() => look('in a promise job'))
    setImmediate(() => look('in an immediate'))
    setTimeout(() => { look('in a timer'); resolve() }, AFTER_IMMEDIATES)
  }), {})
  look('afterwards')
  scope.dispose()
  look('outside')
  ways.push(library.contextBackend)
  process.stdout.write(JSON.stringify({ ways, seen, entered }))
}

void main()
