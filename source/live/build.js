// @ts-check
// The live part is what `trace/` has, with the host that is found by asking in the place of the imported one.
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = dirname(fileURLToPath(import.meta.url))
const source = dirname(folder)

/** What stands for a module when the live part imports it, by the module's path in `source`. */
/** @type {Readonly<Record<string, string>>} */
const STANDS_FOR = {
  'errors.js': 'errors',
  'api/tracing-channel.js': 'tracing-channel',
  'host/host-module.js': 'host',
  'host/publish.js': 'channels',
  'host/streams.js': 'host',
  'primordials.js': 'primordials',
  'trace/api-semantics.js': 'traces',
  'trace/captured-stores.js': 'stores',
  'trace/channels.js': 'tracing-channel',
  'trace/result-traces.js': 'traces',
  'trace/trace-result.js': 'traces'
}

/** The same for the modules of Node. */
/** @type {Readonly<Record<string, string>>} */
const STANDS_FOR_NODES = { 'node:async_hooks': 'host', 'node:util/types': 'host' }

/**
 * For the bundle of `live.ts`.
 *
 * @type {import('esbuild').Plugin}
 */
export const livePart = {
  name: 'live-part',
  setup(build) {
    const file = (/** @type {string} */ name) => ({ path: join(folder, `${name}.ts`) })
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const name = resolveDir === folder ? undefined : STANDS_FOR[join(resolveDir, path).slice(source.length + 1)]
      return name === undefined ? undefined : file(name)
    })
    build.onResolve({ filter: /^node:/ }, ({ path }) => {
      const name = STANDS_FOR_NODES[path]
      if (name === undefined) throw new Error(`the live part may not import ${path}`)
      return file(name)
    })
  }
}
