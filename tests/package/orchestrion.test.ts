import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { newFolder, requireTool } from './packages.js'

// Orchestrion (`@apm-js-collab/code-transformer`) has a library publish on tracing channels of the module that it is
// told. With `tracescope` in the place of `node:diagnostics_channel` those who subscribe there see the same, and the
// library does the same.

const { create } = requireTool('@apm-js-collab/code-transformer')

const LIBRARY = `
class Client {
  constructor (name) { this.name = name }
  parse (sql) { if (!sql) throw new Error('no sql'); return [this.name, sql] }
  async query (sql) { await null; return this.parse(sql) }
  connect (host, done) {
    setTimeout(() => host ? done(null, this.name + ' at ' + host) : done(new Error('no host')))
    return 'connecting'
  }
  ask (sql, done) { done(null, sql); return done.length }
}
`
const FORMATS = {
  esm: { extension: 'mjs', exported: 'export { Client }' },
  cjs: { extension: 'cjs', exported: 'module.exports = { Client }' }
} as const

const METHODS = [
  { methodName: 'parse', kind: 'Sync' },
  { methodName: 'query', kind: 'Async' },
  { methodName: 'connect', kind: 'Callback', callbackIndex: -1 },
  { methodName: 'ask', kind: 'Auto', callbackIndex: 1 }
]

const USE = `
import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'

const [library, subscribes] = process.argv.slice(2)
const seen = []
const store = new AsyncLocalStorage()
const wordOf = (value) => value instanceof Error ? value.message : value
const note = (...what) => seen.push([...what.map(wordOf), store.getStore() ?? 'no store'])
for (const method of subscribes ? ['parse', 'query', 'connect', 'ask'] : []) {
  const traced = tracingChannel('orchestrion:library:' + method)
  traced.start.bindStore(store, ({ arguments: args }) => method + ' ' + args[0])
  const handlers = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [event, (message) => {
    const keys = Object.keys(message).sort().join()
    note(method, event, keys, message.result ?? 'no result', message.error ?? 'no error', message.self?.name)
    if (event === 'end' && method === 'parse' && message.result) message.result = [...message.result, 'changed']
  }])
  traced.subscribe(Object.fromEntries(handlers))
}

const { Client } = await import(library)
const client = new Client('client')
note('parse gave', client.parse('SELECT 1'))
try { client.parse() } catch (error) { note('parse threw', error) }
note('query gave', await client.query('SELECT 2'))
await client.query().catch((error) => note('query threw', error))
for (const host of ['host', '']) {
  await new Promise((resolve) => {
    const connected = (...args) => { note('connected', ...args); resolve() }
    note('connect gave', client.connect(host, connected))
  })
}
note('ask gave', client.ask('SELECT 3', (error, answer) => note('answered', error, answer)))
note(client instanceof Client, Client.name, client.parse.length, client.query.length, client.ask.length)
process.stdout.write(JSON.stringify(seen))
`

const folder = newFolder('orchestrion')
writeFileSync(join(folder, 'use.mjs'), USE)

function transform(dcModule: string, format: keyof typeof FORMATS): string {
  const configs = METHODS.map(({ methodName, ...rest }) => ({
    channelName: methodName,
    module: { name: 'library', versionRange: '>=1', filePath: 'index.js' },
    functionQuery: { className: 'Client', methodName, ...rest }
  }))
  const transformer = create(configs, dcModule).getTransformer('library', '1.0.0', 'index.js')
  return transformer.transform(LIBRARY + FORMATS[format].exported, format).code
}

function use(name: string, format: keyof typeof FORMATS, code: string, subscribes: boolean): unknown[] {
  const library = join(folder, `${name}.${FORMATS[format].extension}`)
  writeFileSync(library, code)
  const output = execFileSync(
    process.execPath, ['--no-warnings', join(folder, 'use.mjs'), library, subscribes ? 'yes' : ''], { encoding: 'utf8' }
  )
  return JSON.parse(output)
}

for (const format of ['esm', 'cjs'] as const) {
  t.test(format, async (t) => {
    const ours = transform('tracescope', format)
    t.match(ours, format === 'esm' ? 'from "tracescope"' : 'require("tracescope")')
    t.notMatch(ours, 'diagnostics_channel')
    const stock = transform('node:diagnostics_channel', format)
    const seen = use('stock', format, stock, true)
    for (const { methodName } of METHODS) {
      for (const event of methodName === 'parse'
        ? ['start', 'end', 'error']
        : ['start', 'end', 'asyncStart', 'asyncEnd']) {
        t.ok(seen.some((line: any) => line[0] === methodName && line[1] === event), `${methodName} ${event}`)
      }
    }
    t.same(use('tracescope', format, ours, true), seen, 'with subscribers')
    const plain = use('plain', format, LIBRARY + FORMATS[format].exported, false)
    t.same(use('tracescope', format, ours, false), plain, 'where nobody listens, as if it were not there')
    t.notSame(seen, plain)
  })
}
