// @ts-check
import { CURVE_NAMES } from '../growing/curves.js'
import { captionOf } from './caption.js'
import { growthPanels } from './growth-panels.js'
import { NANOSECONDS_AXIS } from './pieces.js'

export const title = 'How the time of a call grows'
export const needs = 'growth'

/** How the time of a call grows. @param {import('../reporting/results.js').Results} results */
export function spec({ growth }) {
  return {
    title: {
      text: title,
      subtitle: captionOf(growth, `Both axes logarithmic; lines: medians, shades: least to most. traceSync, for promises tracePromise.
One subscriber of each event and, where the curve is not about them, one bound store with a transform in a context of one other; plain:
without the transform and the other. Those of subscribers are without a store.`)
    },
    vconcat: growthPanels(growth, CURVE_NAMES, medianAndSpread, NANOSECONDS_AXIS)
  }
}

/** @param {import('../growing/grow.js').Point} point @param {'node' | 'tracescope'} side */
function medianAndSpread({ spread, ...medians }, side) {
  return { value: medians[side], least: spread[side][0], most: spread[side][1] }
}
