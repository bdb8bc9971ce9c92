/**
 * Gives a function the own properties of another, its name, length and `prototype` among them, and what it inherits from.
 * They are copies, with the same descriptors: accessors would show later changes, and could be told from what they stand for.
 *
 * A bound function can be a constructor and have no `prototype`, which no other function can: it gets `undefined`.
 */
export function takeAfter(taker: Function, model: Function): void {
  Object.setPrototypeOf(taker, Object.getPrototypeOf(model))
  if (Object.hasOwn(taker, 'prototype')) taker.prototype = undefined
  Object.defineProperties(taker, Object.getOwnPropertyDescriptors(model))
}
