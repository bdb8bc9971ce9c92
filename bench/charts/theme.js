// @ts-check

/** The colours of a chart, each with the one that takes its place where the reader prefers dark ones. */
const DARK_OF = {
  '#ffffff': '#0d1117',
  '#1f2328': '#e6edf3',
  '#59636e': '#9198a1',
  '#d8dee4': '#30363d',
  '#bc4c00': '#f0883e',
  '#0969da': '#58a6ff',
  '#e8b593': '#7a4a22',
  '#9cc4f2': '#24507f'
}

/** @typedef {keyof typeof DARK_OF} Colour */

/** @satisfies {Record<string, Colour>} */
export const COLOURS = /** @type {const} */ ({
  paper: '#ffffff',
  ink: '#1f2328',
  quiet: '#59636e',
  grid: '#d8dee4',
  node: '#bc4c00',
  tracescope: '#0969da',
  nodePale: '#e8b593',
  tracescopePale: '#9cc4f2'
})

/** The two sides of every chart, by the names that readers see. */
export const SIDES = /** @type {const} */ ({ node: 'Node’s own', tracescope: 'tracescope' })

/** The colour of each side. */
export const SIDE_COLOUR = {
  field: 'side',
  type: 'nominal',
  scale: { domain: Object.values(SIDES), range: [COLOURS.node, COLOURS.tracescope] },
  legend: { title: null, orient: 'top', direction: 'horizontal', offset: 6, symbolOpacity: 1, symbolStrokeWidth: 0, symbolType: 'circle' }
}

const FONT = 'system-ui, -apple-system, "Segoe UI", "Liberation Sans", sans-serif'

/** How all charts look. */
export const CONFIG = {
  // Within an image nobody could read it.
  aria: false,
  background: COLOURS.paper,
  font: FONT,
  padding: 14,
  view: { stroke: null },
  title: {
    anchor: 'start', fontSize: 16, fontWeight: 600, color: COLOURS.ink, offset: 14,
    subtitleColor: COLOURS.quiet, subtitleFontSize: 11.5, subtitlePadding: 6, subtitleLineHeight: 16
  },
  header: { title: null, labelFontSize: 12, labelFontWeight: 600, labelColor: COLOURS.ink, labelPadding: 8, labelLineHeight: 15 },
  axis: {
    minExtent: 50, labelColor: COLOURS.quiet, labelFontSize: 11, titleColor: COLOURS.quiet, titleFontSize: 11.5, titleFontWeight: 'normal',
    gridColor: COLOURS.grid, domainColor: COLOURS.grid, tickColor: COLOURS.grid
  },
  legend: { labelColor: COLOURS.ink, labelFontSize: 12.5, symbolSize: 90, columnPadding: 24 },
  text: { color: COLOURS.ink, fontSize: 11 },
  facet: { spacing: 14 }
}

/** Puts the dark colours into an SVG, for readers who prefer them. @param {string} svg */
export function withDarkColours(svg) {
  const rules = Object.entries(DARK_OF).flatMap(([light, dark]) => ['fill', 'stroke'].map((name) => `[${name}="${light}"]{${name}:${dark}}`))
  const style = `<style>@media (prefers-color-scheme: dark){${rules.join('')}}</style>`
  return svg.replace(/<svg [^>]*>/, (opening) => opening + style)
}
