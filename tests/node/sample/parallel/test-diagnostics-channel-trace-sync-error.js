'use strict'
const common = require('../common')
const assert = require('node:assert')
const dc = require('diagnostics_channel')

const traced = dc.tracingChannel('sample')
const failure = new Error('failure')
traced.error.subscribe(common.mustCall(({ error }) => assert.strictEqual(error, failure)))
assert.throws(() => traced.traceSync(() => { throw failure }, {}), failure)
