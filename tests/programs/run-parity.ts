import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks'
import { channel } from 'node:diagnostics_channel'
import { play } from '../random/parity/play.js'
import { listenToProcess } from '../random/parity/process-events.js'
import { Witness } from '../random/parity/witness.js'
import type { Scenario } from '../random/world/steps.js'
import { implementation, type Mode } from '../support/implementation.js'

// Runs the programs that it reads as JSON, with the host as it is or with the shim installed, and prints what they saw.

implementation(process.argv[2] as Mode)
const listener = listenToProcess()

/**
 * The shim tries its way into the context when the first store is entered: before the programs, some of which see the
 * ids of async_hooks.
 */
async function enterFirstStore(): Promise<void> {
  // In a context of its own: Node leaves one behind, the shim none.
  new AsyncResource('first').runInAsyncScope(() => {
    const storage = new AsyncLocalStorage<unknown>()
    const entered = channel(Symbol('first'))
    entered.bindStore(storage)
    entered.runStores({}, () => {})
    entered.unbindStore(storage)
    storage.disable()
  })
  await new Promise((resolve) => setTimeout(resolve, 10))
}

async function main(): Promise<void> {
  await enterFirstStore()
  let input = ''
  for await (const chunk of process.stdin) input += chunk
  const transcripts: Array<readonly string[]> = []
  for (const scenario of JSON.parse(input) as Scenario[]) {
    const witness = listener.witness = new Witness()
    transcripts.push(await play(scenario, witness))
  }
  process.stdout.write(JSON.stringify(transcripts))
}

void main()
