import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import vm from 'node:vm'
import { implementation, type Mode } from '../support/implementation.js'

// Traces of several stores that V8 ends, in a trace of one store that comes to its end, and tells how many of their
// messages the garbage collector left: `node --expose-gc ended-cut-short api`.

const { tracingChannel } = implementation(process.argv[2] as Mode)

function tracing(name: string, stores: number) {
  const traced = tracingChannel(name)
  for (let i = 0; i < stores; i++) traced.start.bindStore(new AsyncLocalStorage<object>())
  return traced
}

const around = tracing('around', 1)
const endless = tracing('endless', 3)

/** Gives the message only weakly. */
function cutShort(): WeakRef<object> {
  const message = {}
  const f = (): void => { endless.traceSync(() => { for (;;); }, message) }
  // In a context of its own: what is entered when V8 ends a script stays entered.
  new AsyncResource('cut short').runInAsyncScope(() => {
    around.traceSync(() => {
      try {
        vm.runInNewContext('f()', { f }, { timeout: 20 })
      } catch {
        // Its time is up.
      }
    }, {})
  })
  return new WeakRef(message)
}

async function main(): Promise<void> {
  const references = Array.from({ length: 5 }, cutShort)
  for (let turn = 0; turn < 3; turn++) {
    await new Promise((resolve) => setTimeout(resolve))
    globalThis.gc!()
  }
  process.stdout.write(JSON.stringify(references.filter((reference) => reference.deref() !== undefined).length))
}

void main()
