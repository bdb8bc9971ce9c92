import { AsyncLocalStorage } from 'node:async_hooks'
import t from 'tap'
import { tracingChannel } from 'node:diagnostics_channel'
import { install, type InstallOptions } from 'tracescope'
import { EVENTS } from '../support/traced.js'

// The shim comes and goes at any moment: what is open then ends as it would have.

let count = 0

/** Traces with something done in the middle of each trace; gives what was seen. */
async function traceAround(inTheMiddle: () => void): Promise<string[]> {
  const lines: string[] = []
  const [first, second] = [new AsyncLocalStorage<string>(), new AsyncLocalStorage<string>()]
  const traced: any = tracingChannel(`install-during-a-trace-${count++}`)
  const look = (where: string): void => { lines.push(`${where}: ${first.getStore()}, ${second.getStore()}`) }
  for (const store of [first, second]) traced.start.bindStore(store, ({ name }: any) => name)
  traced.asyncStart.bindStore(second, () => 'continuation')
  for (const event of EVENTS) traced[event].subscribe(({ name }: any) => look(`${name} ${event}`))
  const interrupted = (): void => { look('fn'); inTheMiddle(); look('fn') }

  await first.run('outer', async () => {
    traced.traceSync(interrupted, { name: 'sync' })
    look('after sync')
    traced.traceSync(() => traced.traceSync(interrupted, { name: 'inner' }), { name: 'outer' })
    look('after nested')
    await traced.tracePromise(async () => { await null; interrupted() }, { name: 'promise' })
    await traced.tracePromise(async () => { interrupted(); throw new Error('failed') }, { name: 'rejecting' })
      .catch(() => look('caught'))
    await new Promise<void>((resolve) => {
      traced.traceCallback(
        (callback: () => void) => setImmediate(() => { interrupted(); callback() }), 0, { name: 'callback' }, undefined,
        resolve
      )
    })
    traced.start.runStores({ name: 'stores' }, interrupted)
    second.run('run', interrupted)
    look('after all')
  })
  look('outside')
  return lines
}

for (const options of [{}, { storages: true }] satisfies InstallOptions[]) {
  for (const first of ['comes', 'goes']) {
    t.test(`install(${JSON.stringify(options)}): first the shim ${first}, then by turns`, async (t) => {
      const stock = await traceAround(() => {})
      t.equal(stock.at(-1), 'outside: undefined, undefined')
      t.equal(stock.at(-2), 'after all: outer, undefined')

      let installation = first === 'goes' ? install(options) : undefined
      let turns = 0
      const turn = (): void => {
        turns++
        if (installation === undefined) {
          installation = install(options)
        } else {
          t.same(installation.uninstall(), [])
          installation = undefined
        }
      }
      t.same(await traceAround(turn), stock)
      t.equal(turns, 7)
      installation?.uninstall()
    })
  }
}
