import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { bundleScript, EDGE, newEdge } from './edge.js'
import { newFolder, packageFolder, requireTool } from './places.js'

// The entries that do nothing where there is nothing to do, and say so.

const folder = newFolder('other-entries')
const SAMPLE = readFileSync(join(packageFolder, 'tests/package/sample.ts'), 'utf8')

t.test('on Next’s edge functions are called, and nothing is published', async (t) => {
  const sample = await bundleScript(SAMPLE, { conditions: EDGE, platform: 'browser' })
  const onNode = await bundleScript(SAMPLE, { format: 'esm', platform: 'node', external: ['tracescope'] })
  const file = join(folder, 'sample.mjs')
  writeFileSync(file, `globalThis.report = (result) => process.stdout.write(JSON.stringify(result))\n${onNode}`)
  const expected = JSON.parse(execFileSync(process.execPath, ['--no-warnings', file], { encoding: 'utf8' }))
  const edge = newEdge(false)
  const reported = new Promise((resolve) => {
    edge.context.report = (result: unknown) => { resolve(JSON.parse(JSON.stringify(result))) }
  })
  edge.evaluate(sample)
  t.same(await reported, expected)
})

t.test('on Next’s edge a storage is entered by its own methods', async (t) => {
  const edge = newEdge(true)
  edge.evaluate(await bundleScript(`
    import { isolate, tracingChannel, withScope } from 'tracescope'
    const storage = new AsyncLocalStorage()
    const seen = []
    const scope = withScope(storage, 'in the scope')
    seen.push(storage.getStore())
    const inner = withScope(storage, 'in another')
    seen.push(storage.getStore())
    inner.dispose()
    inner.dispose()
    seen.push(storage.getStore())
    scope.dispose()
    seen.push(storage.getStore() ?? 'nothing')
    seen.push(isolate((...args) => {
      storage.enterWith('isolated')
      return [...args, storage.getStore()].join()
    }, undefined, 1))
    seen.push(storage.getStore() ?? 'nothing')
    seen.push(tracingChannel('edge').traceSync(() => 'traced', {}))
    globalThis.seen = seen
  `, { conditions: EDGE, platform: 'browser' }))
  t.same([...edge.context.seen], [
    'in the scope', 'in another', 'in the scope', 'nothing', '1,isolated', 'nothing', 'traced'
  ])
})

for (const entry of ['register', 'strict']) {
  t.test(`tracescope/${entry} does nothing by the conditions of browsers and edges, and says so`, async (t) => {
    for (const conditions of [['browser'], EDGE, ['workerd', 'worker', 'browser'], ['deno']]) {
      const code = await bundleScript(`
        import * as all from 'tracescope/${entry}'
        const names = Object.keys(all)
        Object.assign(globalThis, { names, reports: all[names[0]]?.() })
      `, { conditions, platform: 'neutral' })
      t.notMatch(code, /node:|diagnostics_channel|async_hooks/)
      const edge = newEdge(true)
      const said: string[] = []
      edge.context.console = { warn: (text: string) => { said.push(text) } }
      edge.evaluate(code)
      t.equal(said.length, 1, conditions.join())
      t.match(said[0], entry === 'register' ? /does nothing here/ : /checks nothing here/)
      t.same([...edge.context.names], entry === 'register' ? [] : ['takeReports'])
      t.same(entry === 'register' ? [] : [...await edge.context.reports], [])
    }
  })
}

t.test('required by the condition browser on a host with channels, the live part is found', async (t) => {
  const { tracingChannel, channel } = requireTool(join(packageFolder, 'dist/cjs/browser.js'))
  const diagnosticsChannel = requireTool('node:diagnostics_channel')
  t.equal(channel('required'), diagnosticsChannel.channel('required'))
  const seen: unknown[] = []
  diagnosticsChannel.channel('tracing:required:start').subscribe((message: unknown) => { seen.push(message) })
  tracingChannel('required').traceSync(() => {}, { id: 1 })
  t.match(seen, [{ id: 1 }])
})
