import { AsyncLocalStorage } from 'node:async_hooks'
import type { Transcript } from './transcript.js'

/**
 * A storage in the manner of tracing agents: what is entered is a handle, and the values are kept beside it. Entered or
 * read in any other way than by its own methods, it gives `undefined`. Writes down which of them are called.
 */
export class AgentStorage extends AsyncLocalStorage<any> {
  readonly #values = new WeakMap<object, unknown>()
  readonly #transcript: Transcript

  constructor(transcript: Transcript) {
    super()
    this.#transcript = transcript
  }

  override enterWith(value: unknown): void {
    this.#transcript.add(`enterWith ${value}`)
    const handle = {}
    this.#values.set(handle, value)
    super.enterWith(handle)
  }

  override getStore(): unknown {
    this.#transcript.add('getStore')
    return this.value
  }

  override run(value: any, fn: (...args: any[]) => any, ...args: any[]): any {
    this.#transcript.add(`run ${value}`)
    const prior = super.getStore()
    this.enterWith(value)
    try {
      return fn(...args)
    } finally {
      super.enterWith(prior)
    }
  }

  /** The value, read without being written down. */
  get value(): unknown {
    return this.#values.get(super.getStore())
  }
}
