// Loaded after the shim, in the place of which it does something else: a trace gives its function nothing to work on.
const { TracingChannel } = require('node:diagnostics_channel')
const prototype = TracingChannel?.prototype ??
  Object.getPrototypeOf(require('node:diagnostics_channel').tracingChannel('breaks'))
const { traceSync } = prototype
prototype.traceSync = function (fn, context, self) { return traceSync.call(this, fn, context, self) }
