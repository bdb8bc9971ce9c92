import { join } from 'node:path'
import t from 'tap'
import tracescope from 'tracescope'
import { isNode } from '../support/host.js'
import { runProcess } from '../support/run-process.js'

// Copies of the package find each other by symbols on globalThis. Programs and test runners list what is there.

t.test('nothing that is listed, by the API or while the shim is installed', async (t) => {
  const installation = tracescope.install()
  t.same(Object.keys(globalThis).filter((name) => /tracescope/i.test(name)), [])
  const symbols = Object.getOwnPropertySymbols(globalThis).filter((symbol) =>
    symbol.description?.includes('tracescope'))
  t.ok(symbols.length >= 2, 'the symbols of copies')
  t.same(symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(globalThis, symbol)), [])
  installation.uninstall()
})

const PRINT = `
const ours = Object.getOwnPropertySymbols(globalThis).filter((symbol) => symbol.description?.includes('tracescope'))
const isListed = (symbol) => Object.prototype.propertyIsEnumerable.call(globalThis, symbol)
process.stdout.write(JSON.stringify([ours.length, ours.filter(isListed).map(String)]))
`

t.test('nor by the preloads', { skip: !isNode && 'this host has no such flags' }, async (t) => {
  const preloads = ['register', 'strict', 'doctor'].flatMap((name) => ['--import', `tracescope/${name}`])
  const { output: [count, listed] } = runProcess([...preloads, '--eval', PRINT], {
    TRACESCOPE_DOCTOR: join(t.testdir(), 'report')
  })
  t.ok(count >= 5, `${count} symbols of copies, the shim, strict mode and the doctor`)
  t.same(listed, [])
})
