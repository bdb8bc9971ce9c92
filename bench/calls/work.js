// @ts-check

/** What is traced: next to nothing, so that what is measured is what is around it. @param {number} i */
export function work(i) {
  return i + 1
}
