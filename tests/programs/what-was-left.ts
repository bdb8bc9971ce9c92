import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'
import { readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'

// Installs the shim, and prints what the installation says of itself: `what-was-left '{"storages":true}' before`. What
// is done before: `TracingChannel` or `AsyncLocalStorage` is frozen, a method of storages is `wrapped`, or tracescope
// is loaded in a `realm` of its own.

const [options, before] = process.argv.slice(2)
const prototypes: Readonly<Record<string, object>> = {
  AsyncLocalStorage: AsyncLocalStorage.prototype,
  TracingChannel: Object.getPrototypeOf(tracingChannel('what-was-left'))
}

function load(): typeof import('tracescope') {
  if (before !== 'realm') return require('tracescope')
  const module = { exports: {} as any }
  const source = readFileSync(require.resolve('tracescope'), 'utf8')
  runInContext(`(function (require, module, exports, process) { ${source} })`, createContext({ setTimeout }))(
    require, module, module.exports, process
  )
  return module.exports
}

if (before! in prototypes) Object.freeze(prototypes[before!])
if (before === 'wrapped') {
  const { enterWith } = AsyncLocalStorage.prototype
  AsyncLocalStorage.prototype.enterWith = function (value: unknown) { Reflect.apply(enterWith, this, [value]) }
}
const { active, behaviour, storages, contextBackend, left } = load().install(JSON.parse(options!))
process.stdout.write(JSON.stringify({ active, behaviour, storages, contextBackend, left }))
