import { AsyncLocalStorage } from 'node:async_hooks'
import { tracingChannel } from 'node:diagnostics_channel'

// Traces by the host's own channel, and prints what was seen.

const storage = new AsyncLocalStorage<string>()
const lines: string[] = []
const look = (where: string) => (): void => { lines.push(`${where} ${storage.getStore()}`) }
const traced = tracingChannel<any>('polluted')
traced.start.bindStore(storage as any, () => 'entered')
traced.subscribe({ start: look('start'), end: look('end') } as any)
traced.traceSync(look('fn'), {})
process.stdout.write(JSON.stringify(lines))
