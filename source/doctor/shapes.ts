// What is counted of a call is its shape: what was called, in a context of what size, and what it entered. Calls of one
// shape cost the same, so that it is shapes that are measured at the report. A shape is a number, by which it is found
// in a Map without an allocation.

/** What was called: a trace, another way to open the window of a channel, or a method of a storage. */
export const KINDS = [
  'traceSync', 'tracePromise', 'traceCallback', 'runStores', 'withStoreScope', 'BoundedChannel',
  'run', 'run (current value)', 'exit', 'enterWith', 'AsyncLocalStorage#withScope'
] as const

export type Kind = typeof KINDS[number]

/** The kinds that are of a storage, rather than of a channel. */
export const STORAGE_KINDS: readonly Kind[] =
  ['run', 'run (current value)', 'exit', 'enterWith', 'AsyncLocalStorage#withScope']

export const EVENTS = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'] as const

export interface Shape {
  readonly kind: Kind
  /** How many entries the context had before the call, where the host has frames; 0 elsewhere. */
  readonly size: number
  /** Whether what was entered had a value there. */
  readonly isHeld: boolean
  /** How many stores the call entered that were bound without a transform. */
  readonly plain: number
  /** How many that were bound with one. */
  readonly transformed: number
  /** How many stores, or whether the storage itself, can't take the shim's way: their methods are their own. */
  readonly own: number
  /** The events that someone listened to, a bit for each of {@link EVENTS}. */
  readonly heard: number
}

/** The most of anything that a shape tells apart, and the number of bits for it: 28 in all, a small integer to V8. */
const SIZE = { bits: 6, most: 63 }
const STORES = { bits: 4, most: 15 }
const KIND_BITS = 4
const HELD = KIND_BITS
const SIZED = HELD + 1
const HEARD = SIZED + SIZE.bits
const OWN = HEARD + EVENTS.length
const TRANSFORMED = OWN + STORES.bits
const PLAIN = TRANSFORMED + STORES.bits

/** The number of a shape; `kind` is the index of its kind. */
export function keyOf(
  kind: number, size: number, isHeld: boolean, plain: number, transformed: number, own: number, heard: number
): number {
  return Math.min(plain, STORES.most) << PLAIN | Math.min(transformed, STORES.most) << TRANSFORMED |
    Math.min(own, STORES.most) << OWN | heard << HEARD | Math.min(size, SIZE.most) << SIZED |
    (isHeld ? 1 : 0) << HELD | kind
}

/** The shape that has a number. */
export function shapeOf(key: number): Shape {
  const part = (from: number, bits: number): number => key >> from & (1 << bits) - 1
  return {
    kind: KINDS[part(0, KIND_BITS)]!,
    isHeld: part(HELD, 1) === 1,
    size: part(SIZED, SIZE.bits),
    heard: part(HEARD, EVENTS.length),
    own: part(OWN, STORES.bits),
    transformed: part(TRANSFORMED, STORES.bits),
    plain: part(PLAIN, STORES.bits)
  }
}

/** Whether somebody listened to the call, or bound a store. A method of a storage always does something. */
export function isLive({ kind, heard, plain, transformed, own }: Shape): boolean {
  return STORAGE_KINDS.includes(kind) || heard + plain + transformed + own > 0
}
