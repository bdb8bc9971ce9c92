import type { BoundStores } from '../../types.js'
import type { Manner } from './manner.js'
import type { Leave } from './undo-stack.js'

/** A way into the asynchronous context: how the values of plain stores are set and put back. */
export interface ContextWay {
  readonly name: 'frame' | 'resource' | 'portable'
  /** Whether it follows a manner exactly; where it does not, the host's own code has to be used. */
  follows(manner: Manner): boolean
  /**
   * Enters `stores`, for each of which the record on top of the undo stack has a pair `(store, transform)` in the order of
   * entering, and puts into each pair what it takes to undo that.
   */
  enter(mark: number, stores: BoundStores, message: unknown, manner: Manner): void
  /** Puts back what the record at `mark` says. */
  readonly leave: Leave
}
