// @ts-check
import { inWords } from '../terminal/nanoseconds.js'
import { CURVES } from './curves.js'

/** A ratio that is less than this is not called better. */
export const BETTER = 1.1

const SIDES = /** @type {const} */ (['node', 'tracescope'])

/**
 * What a curve says, in one sentence.
 *
 * @param {import('./curves.js').CurveName} curve
 * @param {import('./grow.js').Point[]} points of that curve, in the order of their counts
 */
export function sentenceOn(curve, points) {
  const growth = /inFlight$/i.test(curve) ? growthInAll(points) : growthByEach(CURVES[curve].each, points)
  return `${growth}; ${comparison(points)}.`
}

/** Where one more makes no difference that could be measured. @param {import('./grow.js').Point[]} points */
function growthInAll(points) {
  const [few, many] = [points[0], points[points.length - 1]]
  return `With ${few.count} promise in flight, awaited before the next, a call takes ${inWords(few.node)} by Node's own tracePromise ` +
    `and ${inWords(few.tracescope)} by tracescope's, with ${inThousands(many.count)} ${inWords(many.node)} and ${inWords(many.tracescope)}, ` +
    `of which ${inWords(many.collecting.node)} and ${inWords(many.collecting.tracescope)} are garbage collections`
}

/** Between the first two points that have any, and between the last two. @param {string} each @param {import('./grow.js').Point[]} points */
function growthByEach(each, points) {
  const [first, second] = points.filter(({ count }) => count > 0)
  const [before, last] = points.slice(-2)
  const [node, tracescope] = SIDES.map((side) => [slope(side, first, second), slope(side, before, last)])
  return `One more ${each} costs Node's own traceSync ${node[0]} at first and ${node[1]} between ${before.count} and ${last.count}, ` +
    `tracescope's ${tracescope[0]} and ${tracescope[1]}`
}

/** @param {'node' | 'tracescope'} side @param {import('./grow.js').Point} from @param {import('./grow.js').Point} to */
function slope(side, from, to) {
  const each = (to[side] - from[side]) / (to.count - from.count)
  return each > 0 ? inWords(each) : 'nothing that shows'
}

/** @param {import('./grow.js').Point[]} points */
function comparison(points) {
  const ratios = points.map(({ ratio }) => ratio)
  const range = `Node's own takes ${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)} times as long`
  const notBetter = points.filter(({ ratio }) => ratio < BETTER)
  if (!notBetter.length) return range
  return `${range}, and tracescope is not better with ${notBetter.map(({ count, ratio }) => `${inThousands(count)} (${ratio.toFixed(2)})`).join(', ')}`
}

/** @param {number} count */
function inThousands(count) {
  return count.toLocaleString('en')
}
