// @ts-check
import { rowOf, TIMED } from '../reporting/cases.js'
import { captionOf } from './caption.js'
import { legibleText, NANOSECONDS_AXIS, SPLIT_TITLE, VERSION_AXIS } from './pieces.js'
import { SIDE_COLOUR, SIDES } from './theme.js'

export const title = 'Time per call, by version of Node'
export const needs = 'throughput'

/** Time per call by Node version. @param {import('../reporting/results.js').Results} results */
export function spec({ throughput }) {
  const values = throughput.flatMap(({ node, measured }) => TIMED.flatMap((shown) => {
    const row = rowOf(measured.rows, shown.where)
    if (!row) return []
    return /** @type {const} */ (['node', 'tracescope']).map((side) => ({
      case: shown.title, version: node.split('.')[0], side: SIDES[side], time: row[side], least: row.spread[side][0], most: row.spread[side][1],
      ratio: side === 'node' ? `${row.ratio.toFixed(1)}×` : ''
    }))
  }))
  const cases = TIMED.map(({ title }) => title).filter((title) => values.some((value) => value.case === title))
  return {
    title: {
      text: title,
      subtitle: captionOf(throughput, 'Logarithmic. Points: medians; lines through them: least to most; figures: how many times as long Node’s own takes.')
    },
    data: { values },
    facet: { field: 'case', sort: cases, header: { labelExpr: SPLIT_TITLE } },
    columns: 4,
    spec: {
      width: 168,
      height: 190,
      encoding: { x: { field: 'version', type: 'nominal', title: null, axis: VERSION_AXIS } },
      layer: [
        { mark: { type: 'rule', strokeWidth: 2, opacity: 0.5 }, encoding: { y: { field: 'least', ...TIME }, y2: { field: 'most' }, color: SIDE_COLOUR } },
        { mark: { type: 'point', filled: true, size: 60, opacity: 1 }, encoding: { y: { field: 'time', ...TIME }, color: SIDE_COLOUR } },
        ...legibleText({ mark: { dy: -9, fontSize: 11 }, encoding: { y: { field: 'most', ...TIME }, text: { field: 'ratio' } } })
      ]
    }
  }
}

const TIME = { type: 'quantitative', scale: { type: 'log', nice: false, padding: 24 }, axis: NANOSECONDS_AXIS }
