import diagnosticsChannel from 'node:diagnostics_channel'
import { provideAgent } from './agent.js'
import { plainAgent } from './plain.js'

// An agent that reaches diagnostics_channel through dc-polyfill.

const polyfill: any = require('dc-polyfill')
const agent = plainAgent(polyfill.tracingChannel)

provideAgent({
  ...agent,
  async finish() {
    const which = polyfill === diagnosticsChannel ? 'the native module' : `another: ${Object.keys(polyfill)}`
    return [`the polyfill is ${which}`, ...await agent.finish()]
  }
})
