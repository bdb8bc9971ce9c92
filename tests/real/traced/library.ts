import type { InstrumentOptions } from 'tracescope'
import type { AnyFunction } from '../../../source/types.js'

/** How a library's functions are traced in a run of its program. */
export type Tracing = 'not at all' | 'instrumented' | 'instrumented and watched' | 'watched by trace'

export const TRACINGS: readonly Tracing[] = [
  'not at all', 'instrumented', 'instrumented and watched', 'watched by trace'
]

/** What the use of a library is given. */
export interface Use {
  /** Loads a package. */
  load(name: string): Promise<any>
  /** Makes what the program calls in place of a function: in the run without tracescope that is the function itself. */
  traced<Fn extends AnyFunction>(operation: string, fn: Fn, options?: InstrumentOptions): Fn
  /** Writes down a call of what stands in for a driver or a server. */
  called(...parts: unknown[]): void
  /**
   * Does one thing with the library, and writes down what comes of it.
   *
   * @param operations the operations that are begun in it, in order, and how subscribers see each of them end
   */
  step(name: string, operations: string, run: () => unknown): Promise<void>
}

/** A library whose functions are traced, and the use of it that is written down. */
export type TracedLibrary = (use: Use) => Promise<void>
