// @ts-check
import { COUNTED, pairOf } from '../reporting/cases.js'
import { captionOf } from './caption.js'
import { SPLIT_TITLE } from './pieces.js'
import { COLOURS, SIDES } from './theme.js'

export const title = 'Allocations per call, by version of Node'
export const needs = 'closures'

/** How many squares are on top of each other, how many columns of them Node's own side has room for, and both with a gap. */
const HIGH = 10
const COLUMNS = 9
const COLUMNS_IN_ALL = 17
const CELL = 9

const KINDS = {
  node: { closure: `${SIDES.node}: closures`, object: `${SIDES.node}: other objects` },
  tracescope: { closure: `${SIDES.tracescope}: closures`, object: `${SIDES.tracescope}: other objects` }
}

/** Allocations per call, a square for each. @param {import('../reporting/results.js').Results} results */
export function spec({ closures }) {
  const stacks = closures.flatMap(({ node, measured }) => COUNTED.flatMap((shown) => {
    const pair = pairOf(measured, shown)
    if (!pair) return []
    return /** @type {const} */ (['node', 'tracescope']).map((side) => ({
      case: shown.title, version: `Node ${node.split('.')[0]}`, side, from: side === 'node' ? 0 : COLUMNS + 1,
      allocations: Math.round(pair[side].allocationsPerCall), closures: pair[side].closuresPerCall
    }))
  }))
  return {
    title: {
      text: title,
      subtitle: captionOf(closures, 'A square is an object. Subscribers of every event; the context and arguments of the caller included.')
    },
    facet: {
      row: { field: 'case', sort: COUNTED.map(({ title }) => title), header: { labelAngle: 0, labelAlign: 'left', labelPadding: 14, labelExpr: SPLIT_TITLE } },
      column: { field: 'version' }
    },
    data: { values: stacks.flatMap(squaresOf) },
    spacing: { row: 16, column: 18 },
    spec: {
      width: CELL * COLUMNS_IN_ALL,
      height: CELL * (HIGH + 1),
      encoding: {
        x: { field: 'x', type: 'quantitative', axis: null, scale: { domain: [-0.5, COLUMNS_IN_ALL - 0.5], nice: false } },
        y: { field: 'y', type: 'quantitative', axis: null, scale: { domain: [-1.5, HIGH - 0.5], nice: false } }
      },
      layer: [
        {
          transform: [{ filter: 'datum.kind' }],
          mark: { type: 'square', size: 42, opacity: 1 },
          encoding: { color: { field: 'kind', type: 'nominal', scale: KIND_COLOURS, legend: { title: null, orient: 'top', columns: 2, labelLimit: 0 } } }
        },
        {
          transform: [{ filter: 'datum.count' }],
          mark: { type: 'text', align: 'left', dx: -4, dy: 3, fontSize: 11, color: COLOURS.ink },
          encoding: { text: { field: 'count' } }
        }
      ]
    }
  }
}

const KIND_COLOURS = {
  domain: [KINDS.node.closure, KINDS.node.object, KINDS.tracescope.closure, KINDS.tracescope.object],
  range: [COLOURS.node, COLOURS.nodePale, COLOURS.tracescope, COLOURS.tracescopePale]
}

/**
 * The squares of a call on one side, closures first, and below them how many they are.
 *
 * @param {{ case: string, version: string, side: 'node' | 'tracescope', from: number, allocations: number, closures: number }} stack
 */
function squaresOf({ side, from, allocations, closures, ...panel }) {
  const squares = Array.from({ length: allocations }, (_, i) => ({
    ...panel, x: from + Math.floor(i / HIGH), y: i % HIGH, kind: KINDS[side][i < closures ? 'closure' : 'object'], count: ''
  }))
  return [...squares, { ...panel, x: from, y: -1, kind: '', count: `${allocations}` }]
}
