// @ts-check
// How large the entry for browsers is in a bundle.
import { build } from 'esbuild'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { readCommandLine } from './terminal/command-line.js'

const USAGE = 'Usage: node bench/size.js [--json]'

const options = readCommandLine(USAGE, {
  json: { type: 'boolean' }
})

const { outputFiles: [{ contents }] } = await build({
  stdin: { contents: 'import tracescope from \'tracescope\'\nglobalThis.tracescope = tracescope\n', resolveDir: fileURLToPath(new URL('..', import.meta.url)) },
  bundle: true, minify: true, format: 'esm', target: 'es2022', platform: 'browser', write: false, logLevel: 'warning'
})
const size = { bytes: contents.length, compressedBytes: gzipSync(contents).length }
console.log(options.json ? JSON.stringify(size, null, 2) : `In a bundle for browsers: ${size.bytes} bytes, compressed ${size.compressedBytes}`)
