// How large the entries are in a bundle: for browsers, the live part of the one for edges, for edges, and for Node.
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readCommandLine } from './shared/command-line.js'

const { json } = readCommandLine('Usage: node bench/size.js [--json]', { json: { type: 'boolean' } })

const resolveDir = fileURLToPath(new URL('..', import.meta.url))

/** @param {string} from @param {string[]} conditions */
async function sizeOf(entry, from, conditions) {
  const contents = `import * as all from '${from}'\nglobalThis.tracescope = all.default ?? all.live\n`
  const { outputFiles: [bundle] } = await build({
    stdin: { contents, resolveDir }, conditions, external: ['node:*'], write: false, logLevel: 'silent',
    bundle: true, minify: true, format: 'esm', target: 'es2022', platform: 'neutral'
  })
  return { entry, bytes: bundle.contents.length, compressedBytes: gzipSync(bundle.contents).length }
}

const rows = [
  await sizeOf('browser', 'tracescope', ['browser']),
  await sizeOf('live', './dist/esm/live.js', []),
  await sizeOf('edge', 'tracescope', ['workerd', 'worker', 'browser']),
  await sizeOf('node', 'tracescope', ['node'])
]

const inWords = ({ entry, bytes, compressedBytes }) => `${entry}: ${bytes} bytes, compressed ${compressedBytes}`
console.log(json ? JSON.stringify({ rows }, null, 2) : rows.map(inWords).join('\n'))
