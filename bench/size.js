// @ts-check
// How large the entries are in a bundle: the one for browsers, the live part of the one for edges, the one for edges, and the one for Node.
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readCommandLine } from './terminal/command-line.js'

const USAGE = 'Usage: node bench/size.js [--json]'

const options = readCommandLine(USAGE, {
  json: { type: 'boolean' }
})

const root = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} from @param {string[]} conditions */
async function sizeOf(from, conditions) {
  const { outputFiles: [{ contents }] } = await build({
    stdin: { contents: `import * as all from '${from}'\nglobalThis.tracescope = all.default ?? all.live\n`, resolveDir: root },
    bundle: true, minify: true, format: 'esm', target: 'es2022', platform: 'neutral', conditions, external: ['node:*'], write: false, logLevel: 'silent'
  })
  return { bytes: contents.length, compressedBytes: gzipSync(contents).length }
}

const rows = [
  { entry: 'browser', ...await sizeOf('tracescope', ['browser']) },
  { entry: 'live', ...await sizeOf('./dist/esm/live.js', []) },
  { entry: 'edge', ...await sizeOf('tracescope', ['workerd', 'worker', 'browser']) },
  { entry: 'node', ...await sizeOf('tracescope', ['node']) }
]

if (options.json) console.log(JSON.stringify({ rows }, null, 2))
else for (const { entry, bytes, compressedBytes } of rows) console.log(`${entry}: ${bytes} bytes, compressed ${compressedBytes}`)
