/** @typedef {import('./cases.js').TimedCase} TimedCase */
/** @typedef {import('../calls/prepare-calls.js').Implementation} Implementation */

/**
 * What a process times: implementations, over Node as it is or with the shim installed.
 *
 * @typedef {object} Plan
 * @property {TimedCase} conditions
 * @property {Implementation[]} implementations
 * @property {object} [install] the options of `install()`
 * @property {string} [build] the address of tracescope's module, if it is not the one of this checkout
 */

/**
 * What is compared: fresh processes, and each side as an implementation in one of them, in the order in which they take
 * turns.
 *
 * @typedef {{ plans: Plan[], sides: Record<string, [process: number, implementation: Implementation]> }} Contest
 */

/**
 * All in one process, so that they have the same machine, heap and weather.
 *
 * @param {TimedCase} conditions
 * @returns {Contest}
 */
export function libraryAgainstNode(conditions) {
  return {
    plans: [{ conditions, implementations: ['node', 'tracescope', 'byHand', 'direct'] }],
    sides: { node: [0, 'node'], tracescope: [0, 'tracescope'], floor: [0, 'byHand'], direct: [0, 'direct'] }
  }
}

/**
 * Two processes that take turns, each as often: one that waits longer is slower when it goes on.
 *
 * `install()` and `uninstall()` between rounds of one process would be unfair to Node: once a method has been replaced V8
 * no longer takes it for a constant, and calls the one that was put back more slowly than in a process where nobody ever
 * touched it; the code of both sides would be thrown away in each round.
 *
 * @param {TimedCase} conditions
 * @returns {Contest}
 */
export function shimAgainstNode(conditions) {
  return {
    plans: [
      { conditions, implementations: ['node', 'byHand'] },
      { conditions, implementations: ['node', 'direct'], install: conditions.install }
    ],
    sides: { node: [0, 'node'], tracescope: [1, 'node'], floor: [0, 'byHand'], direct: [1, 'direct'] }
  }
}

/**
 * Two builds, in processes of their own: neither runs on what V8 has learned from the other. Which of them begins changes
 * from pair to pair.
 *
 * @param {TimedCase} conditions
 * @param {{ other: string, this: string }} modules
 * @returns {Contest}
 */
export function buildAgainstBuild(conditions, modules, pair) {
  const { install } = conditions
  const implementation = install ? 'node' : 'tracescope'
  const entries = Object.entries(modules)
  if (pair % 2) entries.reverse()
  return {
    plans: entries.map(([, build]) => ({ conditions, implementations: [implementation], install, build })),
    sides: Object.fromEntries(entries.map(([side], i) => [side, [i, implementation]]))
  }
}
