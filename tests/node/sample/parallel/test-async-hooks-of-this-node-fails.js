'use strict'
require('../common')
// As a test of a newer Node does: whoever traces, it ends so.
console.error(`process ${process.pid} of (node:${process.pid})`.replace(/process \d+/, 'process'))
process.exitCode = 3
