import type { Replaceable } from './functions.js'

// Taken before anything is replaced: what is here goes on while the world is another one.
const { apply, construct, defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Reflect

/** What stands in place of a function: it throws, or returns something else, or only passes on and is counted. */
export const STUBS = ['throws', 'returns', 'passes on'] as const
export type Stub = typeof STUBS[number]

/** The error of every stub that throws. */
export const hijacked = new Error('hijacked')

/** A function that was replaced. */
export interface Replaced {
  /** How many times what stands in its place was called. */
  readonly calls: number
  restore(): void
}

/** Puts a stub in place of a function, as a program can. */
export function replace({ holder, key, part }: Replaceable, stub: Stub): Replaced {
  const descriptor = getOwnPropertyDescriptor(holder, key)!
  const replaced = { calls: 0, restore() { defineProperty(holder, key, descriptor) } }
  const original: any = descriptor[part]
  // An array like any other: `...args` would be one, too, but calls go by `apply`.
  function put(this: unknown, ...args: unknown[]): unknown {
    replaced.calls++
    if (stub === 'throws') throw hijacked
    if (stub === 'returns') return 'hijacked'
    return new.target
      ? construct(original, args, new.target === (put as unknown) ? original : new.target)
      : apply(original, this, args)
  }
  if (stub === 'passes on') {
    put.prototype = original.prototype
    setPrototypeOf(put, original)
  }
  defineProperty(holder, key, { ...descriptor, [part]: put })
  return replaced
}
