import { AsyncLocalStorage } from 'node:async_hooks'
import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises'
import { queryObjects } from 'node:v8'

// Misuses many scopes in one context that goes on, in strict mode. Prints how many frames of stacks are alive after
// each kind, as JSON: `node --expose-gc many-forgotten`.

const { isolate, withScope }: typeof import('tracescope') = require('tracescope')
const storage = new AsyncLocalStorage<unknown>()
const open = () => withScope(storage, {})

const kinds: Record<string, () => unknown> = {
  'in order': () => {
    using _ = open()
  },
  'forgotten': () => { open() },
  'forgotten beneath another': () => {
    open()
    using _ = open()
  },
  'disposed out of order': () => {
    const first = open()
    const second = open()
    first.dispose()
    second.dispose()
  },
  'disposed in another context': () => {
    const scope = isolate(open)
    scope.dispose()
  }
}

/** The class of the frames of stacks. */
function classOfFrames(): Function {
  const before = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace')
  Error.prepareStackTrace = (_error, frames) => Object.getPrototypeOf(frames[0]).constructor
  const { stack } = new Error()
  if (before === undefined) Reflect.deleteProperty(Error, 'prepareStackTrace')
  else Object.defineProperty(Error, 'prepareStackTrace', before)
  return stack as unknown as Function
}

async function main(): Promise<void> {
  const frames = classOfFrames()
  const alive: Record<string, unknown> = {}
  for (const [name, misuse] of Object.entries(kinds)) {
    for (let i = 0; i < 300; i++) {
      misuse()
      await endOfTurn()
    }
    // It collects what nobody has, of which one is told in a later turn; the context is looked at with the next scope.
    for (let round = 0; round < 3; round++) {
      globalThis.gc!()
      await sleep(1)
      kinds['in order']!()
    }
    alive[name] = queryObjects(frames)
  }
  process.stdout.write(JSON.stringify(alive))
}

setImmediate(main)
