import diagnosticsChannel from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import t from 'tap'
import { traceConnect, traceExecute, tracePoolConnect, traceQuery } from '../support/mysql2-on-instrument.js'
import { packageFolder } from '../support/run-program.js'
import { EVENTS } from '../support/traced.js'

// mysql2 wrote its tracing by hand. The same on `instrument`: half the lines, the same events.

const require = createRequire(import.meta.url)
const handwritten = join(dirname(require.resolve('mysql2')), 'lib/tracing.js')
const rewritten = join(packageFolder, 'tests/support/mysql2-on-instrument.ts')
const mysql2 = require(handwritten)

type Callback = (error: Error | null, result?: string) => void

/** A connection to nowhere: what a command comes to, its SQL says. */
class Nowhere {
  readonly config = { host: 'nowhere', database: 'db', user: 'me' }
  commands = 0

  protected send(callback: Callback, command: any): number {
    const outcome: Parameters<Callback> = command.sql.startsWith('FAIL')
      ? [new Error(command.sql)]
      : [null, `rows of ${command.sql}`]
    if (command.sql.endsWith('AT ONCE')) callback(...outcome)
    else setImmediate(() => callback(...outcome))
    return ++this.commands
  }

  protected async handshake(config: any): Promise<string> {
    await null
    if (config.refused) throw new Error('refused')
    return 'connected'
  }
}

/** A client as mysql2 has it: the context is made where the helper is called. */
class Handwritten extends Nowhere {
  #context(): object {
    const { serverAddress, serverPort } = mysql2.getServerContext(this.config)
    return { database: this.config.database || '', serverAddress, serverPort }
  }
  #command(channel: unknown, command: any, callback: Callback): unknown {
    const { sql, values } = command
    const context = (): object => ({ query: sql, values, ...this.#context() })
    return mysql2.traceCallback(channel, (wrapped: Callback) => this.send(wrapped, command), 0, context, null, callback)
  }
  query(callback: Callback, command: object) { return this.#command(mysql2.queryChannel, command, callback) }
  execute(callback: Callback, command: object) { return this.#command(mysql2.executeChannel, command, callback) }
  getConnection(callback: Callback) {
    return mysql2.traceCallback(
      mysql2.poolConnectChannel, (wrapped: Callback) => this.send(wrapped, { sql: '' }), 0, () => this.#context(), null,
      callback
    )
  }
  connect(config: any): Promise<string> {
    const { serverAddress, serverPort } = mysql2.getServerContext(config)
    const context = (): object => ({
      database: config.database || '', serverAddress, serverPort, user: config.user || ''
    })
    return mysql2.tracePromise(mysql2.connectChannel, () => this.handshake(config), context)
  }
}

/** A client on `instrument`. */
class Instrumented extends Nowhere {
  query = traceQuery(this.send)
  execute = traceExecute(this.send)
  getConnection = tracePoolConnect(function (this: any, callback: Callback) { return this.send(callback, { sql: '' }) })
  connect = traceConnect(this.handshake)
}

/** Everything that a client can do; gives what its callers got. */
async function use(client: Handwritten | Instrumented): Promise<unknown[]> {
  const got: unknown[] = []
  const inTurn = (start: (callback: Callback) => unknown): Promise<void> => new Promise((resolve) => {
    got.push(start((error, result) => {
      got.push(error?.message ?? result)
      resolve()
    }))
  })
  for (const sql of ['SELECT 1', 'FAIL', 'SELECT AT ONCE', 'FAIL AT ONCE']) {
    await inTurn((callback) => client.query(callback, { sql, values: [sql.length] }))
    await inTurn((callback) => client.execute(callback, { sql, values: [] }))
  }
  await inTurn((callback) => client.getConnection(callback))
  for (const config of [
    { socketPath: '/socket', user: 'me' }, { host: 'a', port: 1, database: 'b' }, { refused: true }
  ]) {
    got.push(await client.connect(config).catch((error: Error) => error.message))
  }
  return got
}

/** The events of all channels, and what is in their contexts. */
async function eventsOf(client: Handwritten | Instrumented): Promise<unknown[]> {
  const events: unknown[] = []
  const listeners = ['query', 'execute', 'connect', 'pool:connect'].flatMap((name) => EVENTS.map((event) => {
    const channel = diagnosticsChannel.channel(`tracing:mysql2:${name}:${event}`)
    const listener = (context: any): void => {
      events.push([name, event, { ...context, error: context.error?.message }])
    }
    channel.subscribe(listener)
    return () => channel.unsubscribe(listener)
  }))
  const got = await use(client)
  for (const unsubscribe of listeners) unsubscribe()
  return [events, got]
}

t.test('the same events', async (t) => {
  const [events, got] = await eventsOf(new Handwritten()) as [unknown[], unknown[]]
  t.equal(events.length, 5 * 4 + 4 * 5 + 2 * 4 + 5, 'successful and failing operations')
  t.same(await eventsOf(new Instrumented()), [events, got])
})

t.test('the same results while nobody listens', async (t) => {
  t.same(await use(new Instrumented()), await use(new Handwritten()))
})

t.test('half the lines', async (t) => {
  const [before, after] = [handwritten, rewritten].map(linesOfCode)
  t.ok(after! * 2 <= before!, `${after} lines rather than ${before}`)
})

function linesOfCode(file: string): number {
  return readFileSync(file, 'utf8').split('\n').filter((line) => !/^\s*(\/\/.*|\/\*\*.*)?$/.test(line)).length
}
