'use strict'
const common = require('../common')
const assert = require('node:assert')
const dc = require('node:diagnostics_channel')

const traced = dc.tracingChannel('sample')
const context = { id: 1 }
const check = (found) => assert.strictEqual(found, context)
traced.subscribe({
  start: common.mustCall(check),
  end: common.mustCall(check),
  asyncStart: common.mustNotCall(),
  asyncEnd: common.mustNotCall(),
  error: common.mustNotCall()
})
const self = {}
const result = traced.traceSync(function (a, b) {
  assert.strictEqual(this, self)
  return a + b
}, context, self, 1, 2)
assert.strictEqual(result, 3)
assert.strictEqual(context.result, 3)
