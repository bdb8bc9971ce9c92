'use strict'
const common = require('../common')
const assert = require('node:assert')
const dc = require('node:diagnostics_channel')

const traced = dc.tracingChannel('sample')
const seen = []
for (const event of ['start', 'end', 'asyncStart', 'asyncEnd']) traced[event].subscribe(common.mustCall(() =>
  seen.push(event)))
traced.tracePromise(async (value) => value, {}, undefined, 'value').then(common.mustCall((value) => {
  assert.strictEqual(value, 'value')
  assert.deepStrictEqual(seen, ['start', 'end', 'asyncStart', 'asyncEnd'])
}))
