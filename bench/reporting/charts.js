import { mapValues } from '../shared/statistics.js'
import { COUNTED, countedOf, measuredOf, TIMED } from './shown-cases.js'

/** @typedef {import('./results.js').Results} Results */

/** The charts, by the name of their file. */
export const CHARTS = {
  time: { needs: 'throughput', draw: drawTime },
  allocations: { needs: 'closures', draw: drawAllocations }
}

const SIDES = ['node', 'tracescope']

/** The last rules are for readers who prefer dark colours. */
const STYLE = `text{font:11px system-ui,"Segoe UI","Liberation Sans",sans-serif;fill:#59636e}
.title{font-size:16px;font-weight:600}.head{font-weight:600}.title,.head,.ink{fill:#1f2328}
.ratio{text-anchor:middle;fill:#1f2328;stroke:#fff;stroke-width:4px;paint-order:stroke}
.paper{fill:#fff}.grid{stroke:#d8dee4}.node{fill:#bc4c00;stroke:#bc4c00}.tracescope{fill:#0969da;stroke:#0969da}
.square{stroke:none}.pale{opacity:.4}.line{stroke-width:2;opacity:.5}
@media(prefers-color-scheme:dark){text{fill:#9198a1}.title,.head,.ink,.ratio{fill:#e6edf3}.ratio{stroke:#0d1117}
.paper{fill:#0d1117}.grid{stroke:#30363d}.node{fill:#f0883e;stroke:#f0883e}.tracescope{fill:#58a6ff;stroke:#58a6ff}}`

/**
 * @param {{ title: string, caption: string, width: number, height: number,
 *   result: import('./results.js').Result }} chart
 */
function svg({ title, caption, width, height, result: { runs } }, panels) {
  const nodes = Object.values(runs).map(({ node }) => node).join(', ')
  const legend = SIDES.map((side, i) => {
    const name = text(31 + i * 100, 70, ['Node’s own', 'tracescope'][i], 'ink')
    return `<circle class="${side}" cx="${20 + i * 100}" cy="66" r="5"/>${name}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>${STYLE.replaceAll('\n', '')}</style>
<rect class="paper" width="${width}" height="${height}"/>
${text(14, 28, title, 'title')}${text(14, 48, `${caption} Node ${nodes}.`)}
${legend.join('')}
${panels.join('')}
</svg>
`
}

function text(x, y, words, style = '', anchor = '') {
  const attributes =
    `${style && ` class="${style}"`} x="${short(x)}" y="${short(y)}"${anchor && ` text-anchor="${anchor}"`}`
  return `<text${attributes}>${words}</text>`
}

const short = (value) => Number(value.toFixed(1))

/** The title of a case in two lines: the API, and its conditions. */
function twoLines(x, y, title) {
  const [first, ...rest] = title.split(', ')
  return text(x, y, first, 'head') + text(x, y + 15, rest.join(', '), 'ink')
}

/** The cases that were measured: their titles, with what was measured by major version. */
function measuredCases(cases, measure) {
  return Object.entries(mapValues(cases, measure)).filter(([, on]) => Object.keys(on).length > 0)
}

const PANEL = { width: 214, height: 200, columns: 4, top: 44, left: 48 }

/** Medians and spread on one logarithmic scale, a panel for each case. @param {Results} results */
function drawTime({ throughput }) {
  const cases = measuredCases(TIMED, (where) => measuredOf(throughput, where))
  const majors = Object.keys(throughput.runs)
  const spreads = cases.flatMap(([, on]) =>
    Object.values(on).flatMap(({ spread }) => SIDES.flatMap((side) => spread[side])))
  const [low, high] = [Math.log10(Math.min(...spreads)) - 0.1, Math.log10(Math.max(...spreads)) + 0.4]
  const yOf = (time) => PANEL.top + (PANEL.height - PANEL.top - 18) * (high - Math.log10(time)) / (high - low)
  const powers = [1, 10, 100, 1000, 1e4, 1e5, 1e6].filter((time) => Math.log10(time) > low && Math.log10(time) < high)
  const axis = powers.map((time) => {
    const label = time < 1000 ? `${time} ns` : `${time / 1000} µs`
    const line = `<path class="grid" d="M${PANEL.left} ${short(yOf(time))}H${PANEL.width - 8}"/>`
    return line + text(PANEL.left - 6, yOf(time) + 4, label, '', 'end')
  }).join('')
  const columnOf = (on, major, column) => {
    const x = short(PANEL.left + (PANEL.width - PANEL.left - 8) * (column + 0.5) / majors.length)
    const label = text(x, PANEL.height - 2, `v${major}`, '', 'middle')
    if (!on[major]) return label
    const { ratio, spread, ...medians } = on[major]
    const marks = SIDES.map((side) => {
      const [from, to, middle] = [...spread[side], medians[side]].map((time) => short(yOf(time)))
      return `<path class="${side} line" d="M${x} ${from}V${to}"/>` +
        `<circle class="${side}" cx="${x}" cy="${middle}" r="3.5"/>`
    })
    const top = yOf(Math.max(...spread.node, ...spread.tracescope))
    return label + marks.join('') + text(x, top - 6, `${ratio.toFixed(1)}×`, 'ratio')
  }
  const panels = cases.map(([title, on], i) => {
    const [x, y] = [
      14 + i % PANEL.columns * (PANEL.width + 14), 86 + Math.floor(i / PANEL.columns) * (PANEL.height + 14)
    ]
    const columns = majors.map((major, column) => columnOf(on, major, column)).join('')
    return `<g transform="translate(${x} ${y})">${twoLines(PANEL.left, 14, title)}${axis}${columns}</g>`
  })
  return svg({
    title: 'Time per call, by version of Node',
    caption: 'Logarithmic. Points: medians; lines: least to most; figures: how many times as long Node’s own takes.',
    width: 14 + PANEL.columns * (PANEL.width + 14),
    height: 86 + Math.ceil(cases.length / PANEL.columns) * (PANEL.height + 14),
    result: throughput
  }, panels)
}

/** How many squares are on top of each other, how wide one is, and how many columns of them a side has room for. */
const STACK = { high: 10, cell: 9, columns: 9 }

/** A square for each object, closures first, and how many they are. @param {Results} results */
function drawAllocations({ closures }) {
  const cases = measuredCases(COUNTED, (where) => countedOf(closures, where))
  const majors = Object.keys(closures.runs)
  const [width, height] = [STACK.cell * (STACK.columns * 2 + 1), STACK.cell * STACK.high + 34]
  const heads = majors.map((major, column) => text(160 + column * width, 96, `Node ${major}`, 'head'))
  const panels = cases.map(([title, on], row) => {
    const stacks = majors.flatMap((major, column) => SIDES.map((side, i) => {
      return on[major]
        ? stackOf(on[major][side], side, 160 + column * width + i * STACK.cell * (STACK.columns - 0.5))
        : ''
    }))
    return `<g transform="translate(0 ${106 + row * height})">${twoLines(14, 60, title)}${stacks.join('')}</g>`
  })
  return svg({
    title: 'Allocations per call, by version of Node',
    caption: 'A square is an object, a full one a closure; the caller’s own included.',
    width: 170 + majors.length * width,
    height: 106 + cases.length * height,
    result: closures
  }, [...heads, ...panels])
}

function stackOf({ allocationsPerCall, closuresPerCall }, side, left) {
  const all = Array.from({ length: Math.round(allocationsPerCall) }, (_, i) => {
    return `M${left + Math.floor(i / STACK.high) * STACK.cell} ` +
      `${(STACK.high - 1 - i % STACK.high) * STACK.cell}h7v7h-7z`
  })
  const pathOf = (squares, style) =>
    squares.length ? `<path class="${side} square${style}" d="${squares.join('')}"/>` : ''
  const count = text(left, STACK.cell * STACK.high + 12, `${all.length}`, 'ink')
  return pathOf(all.slice(0, closuresPerCall), '') + pathOf(all.slice(closuresPerCall), ' pale') + count
}
