import t from 'tap'
import tracescope from 'tracescope'

// Copies of the package find each other by symbols on globalThis. Programs and test runners list what is there.

t.test('nothing that is listed, by the API or while the shim is installed', async (t) => {
  const installation = tracescope.install()
  t.same(Object.keys(globalThis).filter((name) => /tracescope/i.test(name)), [])
  const symbols = Object.getOwnPropertySymbols(globalThis).filter((symbol) => symbol.description?.includes('tracescope'))
  t.ok(symbols.length >= 2, 'the symbols of copies')
  t.same(symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(globalThis, symbol)), [])
  installation.uninstall()
})
