// Prints which of the host's modules of streams are loaded: at first, after traces that give no stream, and after one
// that does.

const loaded = (): string[] => {
  const names: string[] = (process as any).moduleLoadList
  return names.map((name) => name.replace(/^NativeModule /, '')).filter((name) => /stream/.test(name))
}

async function main(): Promise<void> {
  const { tracingChannel }: typeof import('tracescope') = require('tracescope')
  const channel = tracingChannel<any>('streams-loaded')
  channel.subscribe({ end() {} })
  const first = loaded()
  const values = [
    5, {}, [1], new Map(), { async *[Symbol.asyncIterator]() {} }, { pipe() {}, on() {}, getReader() {} },
    function* () {}()
  ]
  for (const value of values) {
    channel.trace(() => value)
    channel.traceIterator(() => value)
    await channel.trace(async () => value)
  }
  const afterValues = loaded()
  channel.trace(() => ({ async *[Symbol.asyncIterator]() {}, getReader() {} }))
  process.stdout.write(JSON.stringify({ first, afterValues, afterStream: loaded() }))
}

void main()
