import type { Node, Segment } from './ast.js'

/** A place in an async function's own body. */
interface Place {
  readonly node: Node
  /** Where control can come from; nothing for what is never run. */
  readonly segments: readonly Segment[]
  /** Whether an `await` came before it in its segment; nothing where none did. */
  readonly awaited: boolean | undefined
}

/**
 * Where an async function waits, and what comes before: follows ESLint's analysis of its code path.
 *
 * Up to its first `await` an async function runs in its caller's turn. So does an async generator after each `yield`,
 * in the turn of who calls `next()`.
 */
export class Awaits {
  readonly places: Place[] = []
  readonly #current = new Set<Segment>()
  readonly #seen: Segment[] = []
  readonly #awaitedAfter = new Map<Segment, boolean>()
  readonly #positions: number[] = []

  enterSegment(segment: Segment): void {
    this.#current.add(segment)
    this.#seen.push(segment)
  }

  leaveSegment(segment: Segment): void {
    this.#current.delete(segment)
  }

  /** The function waits, or gives a value to who called `next()`, at a position in the text. */
  suspend(position: number, reason: 'await' | 'yield'): void {
    this.#positions.push(position)
    this.#resume(reason === 'await')
  }

  /** The function waits where a block ends, which is told at a position in the block. */
  suspendAtEnd(position: number): void {
    this.#positions.push(position)
  }

  /** That block has ended. */
  resumeAfterEnd(): void {
    this.#resume(true)
  }

  #resume(awaited: boolean): void {
    for (const segment of this.#current) this.#awaitedAfter.set(segment, awaited)
  }

  /** Remembers a place, for when the whole function is known. */
  mark(node: Node): void {
    const [segment] = this.#current
    this.places.push({ node, segments: [...this.#current], awaited: segment && this.#awaitedAfter.get(segment) })
  }

  /**
   * Whether the function is suspended somewhere between two positions; a loop without a block ends where its `await`
   * does.
   */
  isSuspendedWithin(from: number, to: number): boolean {
    return this.#positions.some((position) => position > from && position <= to)
  }

  /** The places that may run in the caller's turn. */
  inPrelude(): Node[] {
    const awaited = this.#awaitedBefore()
    return this.places
      .filter((place) => !(place.awaited ?? place.segments.every((segment) => awaited.get(segment))))
      .map(({ node }) => node)
  }

  /**
   * For each segment, whether every way to it has an `await` since the caller's turn: assumed, until nothing
   * contradicts.
   */
  #awaitedBefore(): Map<Segment, boolean> {
    const before = new Map(this.#seen.map((segment) => [segment, segment.prevSegments.length > 0]))
    for (let changed = true; changed;) {
      changed = false
      for (const segment of this.#seen) {
        const awaited = segment.prevSegments.every((from) => this.#awaitedAfter.get(from) ?? before.get(from))
        if (!before.get(segment) || awaited) continue
        before.set(segment, false)
        changed = true
      }
    }
    return before
  }
}
