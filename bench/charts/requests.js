// @ts-check
import { captionOf } from './caption.js'
import { legibleText, VERSION_AXIS } from './pieces.js'
import { plainRows } from '../reporting/services.js'
import { COLOURS, SIDE_COLOUR, SIDES } from './theme.js'

export const title = 'Requests per second, by version of Node'
export const needs = 'server'

/** Requests per second by Node version. @param {import('../reporting/results.js').Results} results */
export function spec({ server }) {
  const values = server.flatMap(({ node, measured }) => plainRows(measured).flatMap((row) => {
    const { stores, ratio, spread: [low, high] } = row
    const requests = Math.max(row.node.requestsPerSecond, row.tracescope.requestsPerSecond)
    const shared = { stores: `The agent binds ${stores} ${stores === 1 ? 'store' : 'stores'}`, version: node.split('.')[0] }
    return [
      ...(/** @type {const} */ (['node', 'tracescope'])).map((side) => ({ ...shared, side: SIDES[side], requests: row[side].requestsPerSecond })),
      { ...shared, top: requests, ratio: `${ratio.toFixed(2)}×`, spread: `${low.toFixed(2)}–${high.toFixed(2)}` }
    ]
  }))
  const [{ tracesPerRequest }] = plainRows(server[0].measured)
  return {
    title: {
      text: title,
      subtitle: captionOf(server, `A fastify application with pino, lru-cache and a database client under an agent, ${Number(tracesPerRequest.toFixed(1))} traces per request.
Figures: tracescope beside Node’s own, the median and the middle half of the rounds.`)
    },
    data: { values },
    facet: { column: { field: 'stores' } },
    spec: {
      width: 368,
      height: 240,
      encoding: { x: { field: 'version', type: 'nominal', title: null, axis: VERSION_AXIS, scale: { paddingInner: 0.35, paddingOuter: 0.2 } } },
      layer: [
        {
          transform: [{ filter: 'isValid(datum.requests)' }],
          mark: { type: 'bar' },
          encoding: { y: { field: 'requests', ...REQUESTS }, xOffset: { field: 'side', sort: Object.values(SIDES) }, color: SIDE_COLOUR }
        },
        ...[
          { field: 'ratio', dy: -20, fontSize: 12.5, fontWeight: 600, color: COLOURS.ink },
          { field: 'spread', dy: -7, fontSize: 10.5, color: COLOURS.quiet }
        ].flatMap(({ field, ...mark }) => legibleText({
          transform: [{ filter: 'isValid(datum.top)' }], mark, encoding: { y: { field: 'top', ...REQUESTS }, text: { field } }
        }))
      ]
    }
  }
}

const REQUESTS = { type: 'quantitative', title: null, axis: { format: ',d', tickCount: 5, domain: false, ticks: false } }
