/** Which operations have begun and are not over, by their messages. */
export class Operations {
  /** How often each message has begun an operation, and whether it had an outcome before. */
  readonly open = new Map<unknown, { count: number, readonly hadOutcome: boolean }>()
  readonly #endsAtEnd: boolean
  #waiting: Array<() => void> = []

  /** Of a channel with these events. */
  constructor(events: readonly string[]) {
    this.#endsAtEnd = !events.includes('asyncEnd')
  }

  get areOver(): boolean {
    return this.open.size === 0
  }

  /** Resolves when all are over. */
  over(): Promise<void> {
    return new Promise((resolve) => { this.#waiting.push(resolve) })
  }

  heard(event: string, message: any): void {
    const operation = this.open.get(message)
    if (event === 'start') {
      if (operation === undefined) this.open.set(message, { count: 1, hadOutcome: hasOutcome(message) })
      else operation.count++
    } else if (
      operation !== undefined &&
      (event === 'asyncEnd' || event === 'end' && (this.#endsAtEnd || !operation.hadOutcome && hasOutcome(message)))
    ) {
      if (--operation.count === 0) this.open.delete(message)
      if (this.areOver) for (const resolve of this.#waiting.splice(0)) resolve()
    }
  }
}

/** What a trace has at `end` if it is over by then. */
function hasOutcome(message: any): boolean {
  return typeof message === 'object' && message !== null && ('result' in message || 'error' in message)
}
