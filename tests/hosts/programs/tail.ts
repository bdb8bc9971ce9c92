// A Tail Worker, which prints what was published in the workers that it is told of.

interface Trace {
  readonly diagnosticsChannelEvents: ReadonlyArray<{ readonly channel: unknown, readonly message: unknown }>
}

export default {
  tail(traces: readonly Trace[]): void {
    for (const { diagnosticsChannelEvents } of traces) {
      for (const { channel, message } of diagnosticsChannelEvents) {
        console.log(`tail: ${channel} ${JSON.stringify(message)}`)
      }
    }
  }
}
