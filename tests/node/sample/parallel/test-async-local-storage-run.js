'use strict'
const common = require('../common')
const assert = require('node:assert')
const { AsyncLocalStorage } = require('node:async_hooks')

const store = new AsyncLocalStorage()
store.run('outer', common.mustCall(() => {
  store.run(
    'inner', common.mustCall(() => setTimeout(common.mustCall(() => assert.strictEqual(store.getStore(), 'inner'))))
  )
  store.exit(common.mustCall(() => assert.strictEqual(store.getStore(), undefined)))
  assert.strictEqual(store.getStore(), 'outer')
}))
