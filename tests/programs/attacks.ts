import { AsyncLocalStorage } from 'node:async_hooks'
import { readFileSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { attacked, heard, host, type Tracing } from '../attacks/attacked.js'
import { replaceableFunctions } from '../attacks/functions.js'
import { replace, type Stub } from '../attacks/replace.js'

// Replaces functions one after another, runs the same program each time, and prints a line of JSON of what it saw:
// `attacks 'shim, before'` reads `[["Reflect.apply","throws"]]`. Without a mode it prints which functions there are.

const { parse, stringify } = JSON
const { setImmediate: later } = globalThis
const { ownKeys, deleteProperty } = Reflect
const mode = process.argv[2] ?? ''
const functions = new Map(replaceableFunctions().map((found) => [found.path, found]))
const load = createRequire(__filename)
const files = { register: load.resolve('tracescope/register'), index: load.resolve('tracescope') }

if (mode === '') writeSync(1, stringify([...functions.keys()]))
else main(parse(readFileSync(0, 'utf8')))

function main(attacks: ReadonlyArray<readonly [path: string, stub: Stub]>): void {
  for (const origin of ['uncaughtException', 'unhandledRejection']) {
    process.on(origin, (error) => heard.note?.(`${origin} ${error?.message}`))
  }
  // Is there at the first load, as it is later: a storage that was entered before.
  new AsyncLocalStorage().run(1, () => {})
  const after = mode.endsWith('after')
  const tracingAfter = after ? loadCopy() : host
  let nth = 0
  const next = (): void => {
    if (nth === attacks.length) return
    const [path, stub] = attacks[nth++]!
    const found = path === 'nothing' ? undefined : functions.get(path)
    const lines: string[] = []
    let isLoaded = true
    const replaced = found && replace(found, stub)
    let tracing = tracingAfter
    if (mode.endsWith('before')) {
      try {
        tracing = loadCopy()
      } catch (error: any) {
        isLoaded = false
        lines[lines.length] = `not loaded: ${error?.message}`
      }
    }
    const callsInLoading = replaced?.calls ?? 0
    attacked(tracing, lines, (cleanUp) => {
      const calls = (replaced?.calls ?? 0) - callsInLoading
      replaced?.restore()
      const isClean = !mode.endsWith('before') || (unload() && isLoaded)
      cleanUp()
      heard.note = () => {}
      writeSync(1, `${stringify({ callsInLoading, calls, lines })}\n`)
      // What could not be taken back would be in the way of those that follow: they get another process.
      if (isClean) later(next)
    })
  }
  next()
}

/** Loads a copy of the package that has seen nothing yet. */
function loadCopy(): Tracing {
  for (const file of Object.values(files)) delete load.cache[file]
  if (mode.startsWith('shim')) {
    load(files.register)
    return host
  }
  const tracescope = load(files.index)
  return {
    tracingChannel: (name) => tracescope.tracingChannel(name),
    boundedChannel: (name) => tracescope.boundedChannel(name),
    withStoreScope: (channel, message) => tracescope.withStoreScope(channel, message),
    withScope: (storage, value) => tracescope.withScope(storage, value),
    more(attempt) {
      const channel = tracescope.tracingChannel('attacks')
      const traced = tracescope.instrument(channel, (a: unknown) => a, { context: () => ({ name: 'instrument' }) })
      attempt('an instrumented function', () => traced(5))
      attempt('isolate', () => tracescope.isolate(() => 6))
    }
  }
}

/** Takes back what a copy has done. Gives whether nothing is left of it. */
function unload(): boolean {
  const ours = ownKeys(globalThis).filter((key) =>
    typeof key === 'symbol' && key.description?.startsWith('tracescope.'))
  const installation = Symbol.for('tracescope.installation')
  const left = (globalThis as any)[installation]?.uninstall() ?? []
  for (const key of ours) deleteProperty(globalThis, key)
  return left.length === 0
}
