'use strict'
const common = require('../common')
const assert = require('node:assert')
const dc = require('node:diagnostics_channel')

process.on('uncaughtException', common.mustCall((error) => assert.strictEqual(error.message, 'of a subscriber')))
const traced = dc.tracingChannel('sample')
traced.start.subscribe(() => { throw new Error('of a subscriber') })
console.log(traced.traceSync(() => 'printed', {}))
