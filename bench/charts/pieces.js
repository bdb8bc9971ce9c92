// @ts-check
import { COLOURS } from './theme.js'

/** Powers of ten, each in its unit. */
export const NANOSECONDS_AXIS = {
  title: null,
  values: [1, 10, 100, 1000, 1e4, 1e5, 1e6],
  labelExpr: 'datum.value < 1e3 ? datum.value + " ns" : datum.value < 1e6 ? datum.value / 1e3 + " µs" : datum.value / 1e6 + " ms"'
}

/** A title in as many lines as it has commas. */
export const SPLIT_TITLE = 'split(datum.label, ", ")'

/** Major versions. */
export const VERSION_AXIS = { labelAngle: 0, grid: false, ticks: false, labelPadding: 6, minExtent: 0, labelExpr: '"v" + datum.label' }

/** Powers of ten. */
export const BYTES_AXIS = {
  values: [10, 100, 1000, 10_000, 100_000],
  labelExpr: 'datum.value < 1000 ? datum.value + " B" : datum.value / 1000 + " kB"'
}

/**
 * Text that stays legible where lines pass under it.
 *
 * @param {{ mark?: object, transform?: object[], encoding: object }} layer without the type of its mark
 */
export function legibleText({ mark, ...rest }) {
  const halo = { stroke: COLOURS.paper, strokeWidth: 4, color: COLOURS.paper, strokeJoin: 'round' }
  return [{ ...rest, mark: { ...mark, type: 'text', ...halo } }, { ...rest, mark: { ...mark, type: 'text' } }]
}
