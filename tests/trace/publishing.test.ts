import { channel, tracingChannel as hostTracingChannel } from 'node:diagnostics_channel'
import t from 'tap'
import { install, tracingChannel } from 'tracescope'
import { EVENTS } from '../support/traced.js'
import { hostPrototypes, isNode } from '../support/host.js'
import { wrap, WRAPPINGS, type Wrapping } from '../support/wrap.js'

// Subscribers are called without the host's `publish`, as it calls them; but where someone has put his own, that one
// is.

type MakeChannel = (name: string) => any

/** Makes a subscriber for an event, on the channel of that name. */
type Heard = (event: string, name: string) => (...args: any[]) => void

const FACES: Readonly<Record<string, (test: (makeChannel: MakeChannel) => Promise<void>) => Promise<void>>> = {
  api: (test) => test(tracingChannel),
  async shim(test) {
    using _installation = install()
    await test(hostTracingChannel)
  }
}

const hostPublishes = !isNode || callsWhoSubscribesMeanwhile() ? 'its publish does more than call subscribers' : false

let count = 0

/** Traces a call that succeeds and one that fails, on a channel of its own. */
async function eventsOf(makeChannel: MakeChannel, heard: Heard, prepare = (_traced: any): void => {}): Promise<any> {
  const name = `publishing-${count++}`
  const traced = makeChannel(name)
  for (const event of EVENTS) traced[event].subscribe(heard(event, `tracing:${name}:${event}`))
  prepare(traced)
  await traced.tracePromise(async () => {}, {})
  await traced.tracePromise(async () => { throw new Error('from fn') }, {}).catch(() => {})
  return traced
}

for (const [face, test] of Object.entries(FACES)) {
  t.test(`${face}: a subscriber gets the message and the name of the channel, and no this`, async (t) => {
    await test(async (makeChannel) => {
      const seen: string[] = []
      await eventsOf(makeChannel, (event, name) => function (this: unknown, ...args) {
        t.same(args.slice(1), [name])
        t.equal(this, undefined)
        seen.push(`${event} ${Object.keys(args[0])}`)
      })
      t.same(seen, [
        'start ', 'end ', 'asyncStart result', 'asyncEnd result',
        'start ', 'end ', 'error error', 'asyncStart error', 'asyncEnd error'
      ])
    })
  })

  t.test(`${face}: nothing of the host's is between a trace and its subscribers`, {
    skip: hostPublishes
  }, async (t) => {
    await test(async (makeChannel) => {
      const traced = makeChannel(`publishing-${count++}`)
      let calls = 0
      for (const event of ['start', 'end']) {
        traced[event].subscribe(() => {
          calls++
          t.notMatch(new Error().stack, /publish \(node:diagnostics_channel/)
        })
      }
      traced.traceSync(() => {}, {})
      t.equal(calls, 2)
    })
  })

  t.test(`${face}: a subscriber that throws keeps none of the others from hearing`, async (t) => {
    await test(async (makeChannel) => {
      const thrown: unknown[] = []
      const caught: unknown[] = []
      const note = (error: unknown): void => { caught.push(error) }
      process.on('uncaughtException', note)
      let heard = 0
      const traced = await eventsOf(makeChannel, () => () => {
        throw thrown[thrown.push(new Error('from a subscriber')) - 1]
      })
      for (const event of EVENTS) traced[event].subscribe(() => heard++)
      traced.traceSync(() => {}, {})
      await new Promise(setImmediate)
      process.off('uncaughtException', note)
      t.equal(heard, 2)
      t.equal(thrown.length, 11)
      t.same(caught, thrown)
    })
  })

  t.test(`${face}: publish of a single channel, which someone has wrapped`, async (t) => {
    const log: string[] = []
    await test(async (makeChannel) => {
      const wrapPublish = (traced: any): void => { wrap(traced.end, 'publish', () => log.push('publish')) }
      await eventsOf(makeChannel, (event) => () => log.push(event), wrapPublish)
    })
    t.same(log, [
      'start', 'publish', 'end', 'asyncStart', 'asyncEnd', 'start', 'publish', 'end', 'error', 'asyncStart', 'asyncEnd'
    ])
  })

  for (const wrapping of Object.keys(WRAPPINGS) as Wrapping[]) {
    t.test(`${face}: publish of all channels, wrapped by ${wrapping}`, async (t) => {
      const logOf = async (makeChannel: MakeChannel): Promise<string[]> => {
        const log: string[] = []
        using _wrapper = wrap(hostPrototypes['ActiveChannel'], 'publish', () => log.push('publish'), wrapping)
        await eventsOf(makeChannel, (event) => () => log.push(event))
        return log
      }
      const stock = await logOf(hostTracingChannel)
      t.equal(stock.filter((line) => line === 'publish').length, 9)
      await test(async (makeChannel) => { t.same(await logOf(makeChannel), stock) })
    })
  }
}

/** Whether `publish` of the host calls who subscribes while it publishes: up to Node 20.13. */
function callsWhoSubscribesMeanwhile(): boolean {
  const asked = channel('publishing-meanwhile')
  let called = false
  asked.subscribe(() => asked.subscribe(() => { called = true }))
  asked.publish({})
  return called
}
