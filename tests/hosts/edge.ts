import { build, type BuildOptions } from 'esbuild'
import { packageFolder, requireTool } from './places.js'

/** The conditions of Next's edge. */
export const EDGE = ['edge-light', 'worker', 'browser']

/** Bundles a module as a script. Throws where a bundler has to warn. */
export async function bundleScript(code: string, options: BuildOptions): Promise<string> {
  const { outputFiles, warnings } = await build({
    stdin: { contents: code, resolveDir: packageFolder, loader: 'ts' }, bundle: true, format: 'iife',
    target: 'es2022', write: false, logLevel: 'silent', absWorkingDir: packageFolder, ...options
  })
  if (warnings.length > 0) throw new Error(warnings.map(({ text }) => text).join())
  return outputFiles![0]!.text
}

/**
 * An edge as Next makes it, with AsyncLocalStorage and a process whose modules can't be had; or, without storages, a
 * page.
 */
export function newEdge(withStorages: boolean): { evaluate(code: string): any, context: any } {
  const { EdgeVM } = requireTool('@edge-runtime/vm')
  const { AsyncLocalStorage } = requireTool('node:async_hooks')
  const process = {
    env: {},
    get getBuiltinModule() { throw new Error('process.getBuiltinModule is not supported in the Edge Runtime') }
  }
  return new EdgeVM({ extend: (context: object) => Object.defineProperties(context, withStorages ? {
    process: { value: process },
    AsyncLocalStorage: { value: AsyncLocalStorage }
  } : {}) })
}
