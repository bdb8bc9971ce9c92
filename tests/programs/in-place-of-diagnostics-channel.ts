import Module from 'node:module'
import { pathToFileURL } from 'node:url'
import tracescope from 'tracescope'

// A preload: who asks for `node:diagnostics_channel` from here on gets tracescope, whether it is required or imported.

const NAMES = ['diagnostics_channel', 'node:diagnostics_channel']
const hostModule: any = Module
const tracescopeFile = require.resolve('tracescope')
/** That of the package itself is the host's. */
const isOwn = (file: string | undefined): boolean => file !== undefined && /[\\/]dist[\\/](esm|cjs)[\\/]/.test(file)

const load = hostModule._load
hostModule._load = function _load(
  name: string, parent: { filename?: string } | undefined, ...rest: unknown[]
): unknown {
  return NAMES.includes(name) && !isOwn(parent?.filename)
    ? tracescope
    : Reflect.apply(load, this, [name, parent, ...rest])
}

// Node 22.15 and later. What is imported on others is the host's.
hostModule.registerHooks?.({
  resolve(
    name: string, context: { parentURL?: string, conditions: readonly string[] }, next: (...args: unknown[]) => unknown
  ) {
    const isImported = context.conditions.includes('import')
    if (!NAMES.includes(name) || !isImported || isOwn(context.parentURL)) return next(name, context)
    return {
      url: pathToFileURL(tracescopeFile.replace(/([\\/])cjs([\\/])/, '$1esm$2')).href,
      format: 'module',
      shortCircuit: true
    }
  }
})
