import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { exercise, isInstalled } from '../support/exercise.js'
import { EVENTS } from '../support/traced.js'

// Traces what comes from another realm: functions, promises, errors and contexts made in a vm context. `vm-contexts`
// alone, or with the shim installed by a copy of tracescope that was loaded within a vm context: `vm-contexts install`.
// Prints what was seen.

const realm = createContext({ setTimeout })
const foreign = (source: string): any => runInContext(`(${source})`, realm)
const foreignPrototypes: Readonly<Record<string, object>> = foreign(
  '{ Object: Object.prototype, Error: Error.prototype, Promise: Promise.prototype }'
)
const lines: string[] = []

/** Whose an object is. */
function kindOf(value: any): string {
  if (typeof value !== 'object' || value === null) return String(value)
  const prototype = Object.getPrototypeOf(value)
  const [foreignName] = Object.entries(foreignPrototypes).find(([, foreign]) => foreign === prototype) ?? []
  if (foreignName !== undefined) return `foreign ${foreignName}`
  return [Object, Error, Promise].find((own) => own.prototype === prototype)?.name ?? `some ${value.constructor?.name}`
}

const store = new AsyncLocalStorage<any>()
const traced: any = tracingChannel('vm-contexts')
const look = (where: string): void => { lines.push(`${where}: ${kindOf(store.getStore())}`) }
traced.start.bindStore(store)
for (const event of EVENTS) {
  traced[event].subscribe((context: any) =>
    look(`${event} ${kindOf(context)} ${kindOf(context.result)} ${kindOf(context.error)}`))
}

/** Calls, and waits; writes down what is given, at once and later. */
async function note(name: string, call: () => unknown): Promise<void> {
  lines.push(name)
  try {
    const given = call()
    look(`gave ${kindOf(given)}`)
    look(`later ${kindOf(await given)}`)
  } catch (error) {
    look(`failed ${kindOf(error)}`)
  }
  look('after')
}

async function traceForeign(): Promise<void> {
  const newContext = foreign('() => ({})')
  await note('traceSync', () => traced.traceSync(foreign('() => ({})'), newContext()))
  await note('traceSync that throws', () => traced.traceSync(foreign('() => { throw new Error("failed") }'), {}))
  await note('traceSync, without a context', () => traced.traceSync(foreign('() => 1')))
  await note('runStores', () => traced.start.runStores(newContext(), foreign('() => ({})')))
  const functions = {
    'an async function': 'async () => { await null; return {} }',
    'one that rejects': 'async () => { await null; throw new Error("failed") }',
    'a subclass of Promise': '() => new (class Query extends Promise {})((resolve) => setTimeout(resolve, 1, {}))',
    'a thenable': '() => ({ then(resolve) { resolve(1) } })'
  }
  for (const [name, source] of Object.entries(functions)) {
    await note(`tracePromise, ${name}`, () => traced.tracePromise(foreign(source), newContext()))
  }
  const promise = Promise.resolve({})
  await note('tracePromise, a promise of this realm', () => {
    const given = traced.tracePromise(() => promise, newContext())
    lines.push(given === promise ? 'the promise itself' : 'another promise')
    return given
  })
  await note('traceCallback', () => traced.traceCallback(
    foreign('(callback) => callback(null, {})'), 0, newContext(), undefined, foreign('() => ({})')
  ))
  await note('traceCallback, failing', () => traced.traceCallback(
    foreign('(callback) => callback(new Error("failed"))'), -1, {}, undefined, foreign('() => {}')
  ))
  await note('a trace made there', () =>
    foreign('(traced, look) => traced.tracePromise(async () => { look("in fn"); return {} }, {})')(traced, look))
}

/** Loads tracescope as a test runner with a realm for each test does, and installs the shim. */
function installInRealm(): void {
  const source = readFileSync(require.resolve('tracescope'), 'utf8')
  const module = { exports: {} as any }
  runInContext(`(function (require, module, exports, process) { ${source} })`, realm)(
    require, module, module.exports, process
  )
  module.exports.install()
}

async function main(): Promise<void> {
  if (process.argv[2] === 'install') installInRealm()
  await traceForeign()
  process.stdout.write(JSON.stringify({ installed: isInstalled(), seen: lines, own: await exercise() }))
}

void main()
