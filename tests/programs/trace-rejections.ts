import diagnosticsChannel from 'node:diagnostics_channel'
import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises'

// Traced functions whose promises are rejected, and which nobody handles:
// `trace-rejections api|host|shim|node26 [idle]`. Prints the reasons that Node reports of them.

const [kind, idle] = process.argv.slice(2) as [string, string?]

const tracescope: typeof import('tracescope') = require('tracescope')
if (kind === 'shim' || kind === 'node26') tracescope.install(kind === 'node26' ? { behaviour: 'node26' } : {})
const { tracingChannel }: any = kind === 'api' ? tracescope : diagnosticsChannel

const traced: any = tracingChannel('rejected')
if (!idle) traced.subscribe({ start() {} })

const unhandled: string[] = []
process.on('unhandledRejection', (reason: any) => unhandled.push(reason.message))

async function main(): Promise<void> {
  const fail = async (name: string): Promise<void> => { await sleep(1); throw new Error(name) }
  traced.traceSync(fail, {}, undefined, 'traceSync')
  traced.tracePromise(fail, {}, undefined, 'tracePromise')
  traced.traceCallback(fail, -1, {}, undefined, 'traceCallback', () => {})
  traced.traceIterator?.(fail, {}, undefined, 'traceIterator')
  await sleep(5)
  await endOfTurn()
  process.stdout.write(JSON.stringify(unhandled))
}

void main()
