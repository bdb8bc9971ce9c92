// @ts-check
import { COUNTED, pairOf } from '../reporting/cases.js'
import { captionOf } from './caption.js'
import { BYTES_AXIS, legibleText, SPLIT_TITLE, VERSION_AXIS } from './pieces.js'
import { COLOURS, SIDE_COLOUR, SIDES } from './theme.js'

export const title = 'Bytes per call, by version of Node'
export const needs = 'closures'

/** Bytes per call by Node version. @param {import('../reporting/results.js').Results} results */
export function spec({ closures }) {
  const values = closures.flatMap(({ node, measured }) => COUNTED.flatMap((shown) => {
    const pair = pairOf(measured, shown)
    if (!pair) return []
    return /** @type {const} */ (['node', 'tracescope']).map((side) => ({
      case: shown.title, version: node.split('.')[0], side: SIDES[side], bytes: pair[side].bytesPerCall
    }))
  }))
  return {
    title: {
      text: title,
      subtitle: captionOf(closures, 'Logarithmic. Subscribers of every event; the context and arguments of the caller included.')
    },
    data: { values },
    facet: { field: 'case', sort: COUNTED.map(({ title }) => title), header: { labelExpr: SPLIT_TITLE } },
    columns: 4,
    spec: {
      width: 168,
      height: 170,
      encoding: {
        x: { field: 'version', type: 'nominal', title: null, axis: VERSION_AXIS },
        y: { field: 'bytes', type: 'quantitative', title: null, scale: { type: 'log', nice: false, padding: 24 }, axis: BYTES_AXIS },
        color: SIDE_COLOUR
      },
      layer: [
        { mark: { type: 'point', filled: true, size: 60, opacity: 1 } },
        ...[{ side: SIDES.node, dy: -11 }, { side: SIDES.tracescope, dy: 12 }].flatMap(({ side, dy }) => legibleText({
          transform: [{ filter: { field: 'side', equal: side } }],
          mark: { dy, fontSize: 11 },
          encoding: { text: { field: 'bytes', format: ',' }, color: { value: COLOURS.ink } }
        }))
      ]
    }
  }
}
