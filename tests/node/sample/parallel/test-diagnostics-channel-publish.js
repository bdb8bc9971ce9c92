'use strict'
const common = require('../common')
const assert = require('node:assert')
const dc = require('node:diagnostics_channel')

const channel = dc.channel('sample')
const subscriber = common.mustCall((message, name) => {
  assert.deepStrictEqual([message, name], [{ id: 1 }, 'sample'])
})
channel.subscribe(subscriber)
assert.ok(channel.hasSubscribers)
channel.publish({ id: 1 })
assert.ok(channel.unsubscribe(subscriber))
assert.ok(!dc.hasSubscribers('sample'))
