// @ts-check
import { CURVES } from '../growing/curves.js'
import { SIDE_COLOUR, SIDES } from './theme.js'

/** @typedef {import('../growing/curves.js').CurveName} CurveName */

/**
 * A row of panels for each curve, a column for each version of Node, both axes geometric.
 *
 * @param {import('../reporting/results.js').Result[]} growth
 * @param {CurveName[]} names
 * @param {(point: import('../growing/grow.js').Point, side: 'node' | 'tracescope') => { value: number, least?: number, most?: number }} of what grows
 * @param {object} axis
 */
export function growthPanels(growth, names, of, axis) {
  const measured = names.filter((name) => growth.some((result) => valuesOf(result, name, of).length > 0))
  return measured.map((name) => ({
    title: { text: `Number of ${CURVES[name].title}`, fontSize: 13, offset: 8 },
    data: { values: growth.flatMap((result) => valuesOf(result, name, of)) },
    facet: { column: { field: 'version', header: { labelFontSize: 11, labelPadding: 2 } } },
    spec: {
      width: 168,
      height: 130,
      encoding: {
        x: { field: 'count', type: 'ordinal', title: null, axis: COUNT_AXIS },
        color: SIDE_COLOUR
      },
      layer: [
        { mark: { type: 'area', opacity: 0.18 }, encoding: { y: { field: 'least', ...geometric(axis) }, y2: { field: 'most' } } },
        { mark: { type: 'line', strokeWidth: 2 }, encoding: { y: { field: 'value', ...geometric(axis) } } },
        { mark: { type: 'point', filled: true, size: 36, opacity: 1 }, encoding: { y: { field: 'value', ...geometric(axis) } } }
      ]
    }
  }))
}

/** @param {object} axis */
function geometric(axis) {
  return { type: 'quantitative', title: null, scale: { type: 'log', nice: false, padding: 10 }, axis }
}

const COUNT_AXIS = {
  minExtent: 0,
  labelAngle: 0, labelFontSize: 10, grid: false, ticks: false, labelPadding: 6,
  labelExpr: 'datum.value >= 1000 ? datum.value / 1000 + "k" : datum.label'
}

/**
 * @param {import('../reporting/results.js').Result} result
 * @param {CurveName} name
 * @param {(point: import('../growing/grow.js').Point, side: 'node' | 'tracescope') => { value: number }} of
 */
function valuesOf({ node, measured }, name, of) {
  const points = /** @type {import('../growing/grow.js').Growth} */ (measured).rows.filter(({ curve }) => curve === name)
  return points.flatMap((point) => (/** @type {const} */ (['node', 'tracescope'])).map((side) => {
    return { version: `Node ${node.split('.')[0]}`, count: point.count, side: SIDES[side], ...of(point, side) }
  })).filter(({ value }) => value > 0)
}
