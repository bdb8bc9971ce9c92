import { tracingChannel } from 'node:diagnostics_channel'
import Module from 'node:module'
import { pathToFileURL } from 'node:url'
import { provideAgent } from './agent.js'
import { plainAgent } from './plain.js'

// Instruments functions of libraries that do not publish by themselves, while they are loaded, in the way of the README
// of tracing-hooks: by synchronous hooks where Node has stable ones, else by a loader and a patch of Module.

const instrumentation = (channelName: string, name: string, filePath: string | RegExp, functionQuery: object): object =>
  ({ channelName, module: { name, versionRange: '*', filePath }, functionQuery })

const instrumentations = [
  instrumentation('asJson', 'pino', 'lib/tools.js', { functionName: '_asJson', kind: 'Sync' }),
  // An ES module: Node 20 does not show it to loaders when it is required.
  instrumentation('parse', 'graphql', /^language\/parser\.(js|mjs)$/, { functionName: 'parse', kind: 'Sync' }),
  instrumentation('forceFetch', 'lru-cache', /index\.min\.js$/, { methodName: 'forceFetch', kind: 'Async' }),
  instrumentation('ping', 'mysql2', 'lib/base/connection.js', { methodName: 'ping', kind: 'Callback' })
]

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major > 24 || (major === 24 && minor >= 13)) {
  const { initialize, resolve, load }: any = require('@apm-js-collab/tracing-hooks/hook-sync.mjs')
  initialize({ instrumentations })
  Module.registerHooks({ resolve, load })
} else {
  Module.register('@apm-js-collab/tracing-hooks/hook.mjs', pathToFileURL(__filename), { data: { instrumentations } })
  const ModulePatch: any = require('@apm-js-collab/tracing-hooks')
  new ModulePatch({ instrumentations }).patch()
}

const agent = plainAgent(tracingChannel)
for (const name of ['pino:asJson', 'graphql:parse', 'lru-cache:forceFetch', 'mysql2:ping']) agent.trace(
  `orchestrion:${name}`
)
provideAgent(agent)
