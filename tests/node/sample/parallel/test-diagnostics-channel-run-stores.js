'use strict'
const common = require('../common')
const assert = require('node:assert')
const { AsyncLocalStorage } = require('node:async_hooks')
const dc = require('node:diagnostics_channel')

const channel = dc.channel('sample')
const store = new AsyncLocalStorage()
channel.bindStore(store, ({ id }) => `transformed ${id}`)
channel.runStores({ id: 1 }, common.mustCall(() => {
  assert.strictEqual(store.getStore(), 'transformed 1')
}))
assert.strictEqual(store.getStore(), undefined)
assert.ok(channel.unbindStore(store))
