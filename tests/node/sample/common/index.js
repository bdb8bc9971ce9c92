'use strict'
// As the helpers of Node's tests are used, in the few that the files beside it need.
const assert = require('node:assert')

const expected = []

/** Returns a function that has to be called so many times before the process ends. */
function mustCall(fn = () => {}, times = 1) {
  const call = { times, seen: 0, stack: new Error('made').stack }
  expected.push(call)
  return function (...args) {
    call.seen++
    return fn.apply(this, args)
  }
}

function mustNotCall(message = 'was called') {
  return () => assert.fail(message)
}

process.on('exit', (code) => {
  if (code !== 0) return
  for (const { times, seen } of expected) assert.strictEqual(seen, times)
})

module.exports = { mustCall, mustNotCall }
