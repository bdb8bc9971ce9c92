import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type BuildOptions } from 'esbuild'
import t from 'tap'
import { debianProgram } from '../support/debian.js'
import { packageFolder } from '../support/run-program.js'
import { newFolder, requireTool } from './packages.js'

// A program that uses all of the API, bundled for browsers by esbuild and by Vite (Rollup), and run in headless
// Chromium: it sees there what it sees on Node with the whole package, as long as nobody subscribes.

const SAMPLE = join(packageFolder, 'tests/package/sample.ts')
const folder = newFolder('browser')

const chromium = debianProgram('chromium', 'chromium')
const options: BuildOptions = {
  bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, logLevel: 'warning'
}

const bundlers: Readonly<Record<string, (entry: string) => Promise<string>>> = {
  async 'esbuild'(entry) {
    const { outputFiles } = await build({ ...options, entryPoints: [entry], platform: 'browser' })
    return outputFiles![0]!.text
  },
  async 'Vite'(entry) {
    const vite = await import(pathToFileURL(requireTool.resolve('vite')).href)
    const { output } = await vite.build({
      root: packageFolder, configFile: false, publicDir: false, logLevel: 'warn',
      build: {
        target: 'es2022', write: false, modulePreload: false, rollupOptions: { input: entry, output: { format: 'es' } }
      }
    })
    return output[0].code
  }
}

/** What the sample reports on this Node, by the package as it is there. */
async function onNode(): Promise<unknown> {
  const { outputFiles } = await build({ ...options, entryPoints: [SAMPLE], platform: 'node', external: ['tracescope'] })
  const program = join(folder, 'sample.mjs')
  writeFileSync(
    program, `globalThis.report = (result) => process.stdout.write(JSON.stringify(result))\n${outputFiles![0]!.text}`
  )
  return JSON.parse(execFileSync(process.execPath, ['--no-warnings', program], { encoding: 'utf8' }))
}

/** What a bundle reports in Chromium. */
function inChromium(path: string, code: string): unknown {
  const page = join(folder, 'page.html')
  writeFileSync(page, `<!doctype html><pre></pre><script>
    report = (result) => { document.querySelector('pre').textContent = encodeURIComponent(JSON.stringify(result)) }
    onerror = onunhandledrejection = (event) => report(String(event.reason ?? event))
  </script><script type="module">${code.replaceAll('</script', '<\\/script')}</script>`)
  const flags = [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
    `--user-data-dir=${join(folder, 'profile')}`, '--dump-dom'
  ]
  const dom = execFileSync(path, [...flags, pathToFileURL(page).href], {
    encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 30_000
  })
  return JSON.parse(decodeURIComponent(/<pre>(.*?)<\/pre>/s.exec(dom)![1]!))
}

const expected = await onNode()

for (const [name, bundle] of Object.entries(bundlers)) {
  t.test(`bundled by ${name}`, async (t) => {
    const code = await bundle(SAMPLE)
    t.notMatch(code, /node:|diagnostics_channel|async_hooks/, 'nothing of Node is in it')
    t.test('in Chromium', { skip: 'reason' in chromium && chromium.reason }, async (t) => {
      t.same(inChromium('path' in chromium ? chromium.path : '', code), expected)
    })
  })

  t.test(`the size in a bundle by ${name}`, async (t) => {
    const entry = join(folder, 'all.ts')
    writeFileSync(entry, `import tracescope from 'tracescope'\nglobalThis.tracescope = tracescope\n`)
    const code = await bundle(entry)
    const size = gzipSync(code).length
    t.comment(`${code.length} bytes, ${size} compressed`)
    t.ok(size < 1600, `${size} bytes compressed`)
  })
}

t.test('the names of both builds are the same, by import and by require', async (t) => {
  const read = async (name: string): Promise<string[]> =>
    Object.keys(await import(pathToFileURL(join(packageFolder, 'dist/esm', name)).href))
  t.same(await read('browser.js'), await read('index.js'))
  t.same(await read('worker.js'), await read('index.js'))
  t.match(readFileSync(join(packageFolder, 'dist/cjs/browser.js'), 'utf8'), /module\.exports/)
  for (const name of ['browser.js', 'worker.js']) {
    t.same(
      Object.keys(requireTool(join(packageFolder, 'dist/cjs', name))).sort(),
      Object.keys(requireTool(join(packageFolder, 'dist/cjs/index.js'))).sort(),
      name
    )
  }
})
