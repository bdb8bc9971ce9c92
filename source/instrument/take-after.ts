/** Gives a function the own properties of another, its name, length and `prototype` among them, and what it inherits from. */
export function takeAfter(taker: Function, model: Function): void {
  Object.setPrototypeOf(taker, Object.getPrototypeOf(model))
  Object.defineProperties(taker, Object.getOwnPropertyDescriptors(model))
}
