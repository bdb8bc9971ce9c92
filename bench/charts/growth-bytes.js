// @ts-check
import { captionOf } from './caption.js'
import { growthPanels } from './growth-panels.js'
import { BYTES_AXIS } from './pieces.js'

export const title = 'How the bytes of a call grow'
export const needs = 'growth'

/** How what a call allocates grows: of more subscribers or promises each call allocates the same. @param {import('../reporting/results.js').Results} results */
export function spec({ growth }) {
  return {
    title: {
      text: title,
      subtitle: captionOf(growth, 'Both axes logarithmic. traceSync, one subscriber of each event and, where the curve is not about them, one bound\nstore with a transform in a context of one other.')
    },
    vconcat: growthPanels(growth, ['stores', 'ambient'], ({ bytesPerCall }, side) => ({ value: bytesPerCall[side] }), BYTES_AXIS)
  }
}
