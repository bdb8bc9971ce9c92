import { tracingChannel } from 'tracescope'

// Traces a stream where the host's modules can't be loaded by then, reads it, and prints what was published and read as
// JSON.

const events: string[] = []
const channel = tracingChannel<any>('streams-without-modules')
const hear = (event: string) => (context: object): void => {
  events.push('result' in context ? `${event} with a result` : event)
}
channel.subscribe({
  start: hear('start'), end: hear('end'), asyncStart: hear('asyncStart'), asyncEnd: hear('asyncEnd')
})

Object.defineProperty(process, 'getBuiltinModule', { value() { throw new Error('there are no modules') } })

async function main(): Promise<void> {
  const read: unknown[] = []
  for (const method of ['trace', 'traceIterator'] as const) {
    const stream = channel[method](() => new Response('text').body!)
    read.push(await new Response(stream).text())
    events.push('—')
  }
  process.stdout.write(JSON.stringify({ events, read }))
}

void main()
