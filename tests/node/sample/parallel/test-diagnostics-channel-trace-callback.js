'use strict'
const common = require('../common')
const assert = require('node:assert')
const dc = require('node:diagnostics_channel')

const traced = dc.tracingChannel('sample')
traced.asyncStart.subscribe(common.mustCall(({ result }) => assert.strictEqual(result, 'result')))
traced.traceCallback(
  (callback) => setImmediate(callback, null, 'result'), 0, {}, undefined,
  common.mustCall((error, result) => {
    assert.deepStrictEqual([error, result], [null, 'result'])
  })
)
