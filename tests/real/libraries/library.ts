import type { AsyncLocalStorage } from 'node:async_hooks'
import type { Transcript } from '../../support/transcript.js'

/** What the use of a library is given. */
export interface Use {
  readonly transcript: Transcript
  /** The store that is bound to the library's channels. */
  readonly store: AsyncLocalStorage<any>
  /** Loads a package, by `import` or by `require`. */
  load(name: string): Promise<any>
}

/** A library that publishes on tracing channels of its own, and the use of it that is written down. */
export interface Library {
  readonly channels: readonly string[]
  use(use: Use): Promise<void>
}
