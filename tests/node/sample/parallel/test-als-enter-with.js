// Flags: --expose-gc
'use strict'
const common = require('../common')
const assert = require('node:assert')
const { AsyncLocalStorage } = require('node:async_hooks')

assert.strictEqual(typeof gc, 'function')
const store = new AsyncLocalStorage()
store.enterWith('entered')
queueMicrotask(common.mustCall(() => assert.strictEqual(store.getStore(), 'entered')))
