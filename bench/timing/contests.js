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
 * turns. The first pair of processes has first what the ratio divides, then what it is divided by.
 *
 * @typedef {{ plans: Plan[], sides: Record<string, [process: number, implementation: Implementation]> }} Contest
 * @typedef {(conditions: TimedCase, pair: number) => Contest} ContestOf
 */

/** All in one process, so that they have the same machine, heap and weather. @type {ContestOf} */
const libraryAgainstNode = (conditions) => ({
  plans: [{ conditions, implementations: ['node', 'tracescope', 'byHand', 'direct'] }],
  sides: { node: [0, 'node'], tracescope: [0, 'tracescope'], floor: [0, 'byHand'], direct: [0, 'direct'] }
})

/**
 * Two processes that take turns, each as often: one that waits longer is slower when it goes on.
 *
 * `install()` and `uninstall()` between rounds of one process would be unfair to Node: once a method has been replaced
 * V8 no longer takes it for a constant, and calls the one that was put back more slowly than in a process where nobody
 * ever touched it; the code of both sides would be thrown away in each round.
 *
 * @type {ContestOf}
 */
const shimAgainstNode = (conditions) => ({
  plans: [
    { conditions, implementations: ['node', 'byHand'] },
    { conditions, implementations: ['node', 'direct'], install: conditions.install }
  ],
  sides: { node: [0, 'node'], tracescope: [1, 'node'], floor: [0, 'byHand'], direct: [1, 'direct'] }
})

/** @type {ContestOf} */
export const tracescopeAgainstNode = (conditions, pair) => {
  return (conditions.install ? shimAgainstNode : libraryAgainstNode)(conditions, pair)
}

/** What grows is compared without floors. @type {ContestOf} */
export const twoSides = (conditions) => ({
  plans: [{ conditions, implementations: ['node', 'tracescope'] }],
  sides: { node: [0, 'node'], tracescope: [0, 'tracescope'] }
})

/**
 * Two builds, in processes of their own: neither runs on what V8 has learned from the other. Which of them begins
 * changes from pair to pair.
 *
 * @type {(modules: { other: string, this: string }) => ContestOf}
 */
export const buildAgainstBuild = (modules) => (conditions, pair) => {
  const { install } = conditions
  const implementation = install ? 'node' : 'tracescope'
  const entries = Object.entries(modules)
  if (pair % 2) entries.reverse()
  return {
    plans: entries.map(([, build]) => ({ conditions, implementations: [implementation], install, build })),
    sides: Object.fromEntries(entries.map(([side], i) => [side, [i, implementation]]))
  }
}
