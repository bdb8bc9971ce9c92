// @ts-check
import { COUNTED, countedOf, majorsOf, measuredOf, TIMED } from './cases.js'

/** @typedef {import('./results.js').Results} Results */

/** The charts, by the name of their file. */
export const CHARTS = {
  time: { title: 'Time per call, by version of Node', needs: /** @type {const} */ ('throughput'), draw: drawTime },
  allocations: { title: 'Allocations per call, by version of Node', needs: /** @type {const} */ ('closures'), draw: drawAllocations }
}

const SIDES = /** @type {const} */ (['node', 'tracescope'])

/** The last rules are for readers who prefer dark colours. */
const STYLE = `text{font:11px system-ui,"Segoe UI","Liberation Sans",sans-serif;fill:#59636e}
.title{font-size:16px;font-weight:600}.head{font-weight:600}.title,.head,.ink{fill:#1f2328}
.ratio{text-anchor:middle;fill:#1f2328;stroke:#fff;stroke-width:4px;paint-order:stroke}
.paper{fill:#fff}.grid{stroke:#d8dee4}.node{fill:#bc4c00;stroke:#bc4c00}.tracescope{fill:#0969da;stroke:#0969da}
.square{stroke:none}.pale{opacity:.4}.line{stroke-width:2;opacity:.5}
@media(prefers-color-scheme:dark){text{fill:#9198a1}.title,.head,.ink,.ratio{fill:#e6edf3}.ratio{stroke:#0d1117}.paper{fill:#0d1117}
.grid{stroke:#30363d}.node{fill:#f0883e;stroke:#f0883e}.tracescope{fill:#58a6ff;stroke:#58a6ff}}`

/**
 * @param {keyof typeof CHARTS} name
 * @param {import('./results.js').Result} result
 * @param {string} caption
 * @param {number} width
 * @param {number} height
 * @param {string[]} panels
 */
function svg(name, { runs }, caption, width, height, panels) {
  const nodes = Object.values(runs).map(({ node }) => node).join(', ')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}">
<style>${STYLE.replaceAll('\n', '')}</style>
<rect class="paper" width="${width}" height="${height}"/>
${text(14, 28, CHARTS[name].title, 'title')}${text(14, 48, `${caption} Node ${nodes}.`)}
${SIDES.map((side, i) => `<circle class="${side}" cx="${20 + i * 100}" cy="66" r="5"/>${text(31 + i * 100, 70, ['Node’s own', 'tracescope'][i], 'ink')}`).join('')}
${panels.join('')}
</svg>
`
}

/** @param {number} x @param {number} y @param {string} words @param {string} [style] */
function text(x, y, words, style) {
  return `<text${style ? ` class="${style}"` : ''} x="${short(x)}" y="${short(y)}">${words}</text>`
}

/** @param {number} value */
const short = (value) => Number(value.toFixed(1))

const PANEL = { width: 214, height: 200, columns: 4, top: 44, left: 48 }

/** Medians and spread on one logarithmic scale, a panel for each case. @param {Results} results */
function drawTime({ throughput }) {
  const cases = TIMED.flatMap(({ title, where }) => ({ title, on: measuredOf(throughput, where) ?? {} })).filter(({ on }) => Object.keys(on).length > 0)
  const majors = majorsOf(throughput)
  const spreads = cases.flatMap(({ on }) => Object.values(on).flatMap(({ spread }) => SIDES.flatMap((side) => spread[side])))
  const [low, high] = [Math.log10(Math.min(...spreads)) - 0.1, Math.log10(Math.max(...spreads)) + 0.4]
  const plotHeight = PANEL.height - PANEL.top - 18
  /** @param {number} time */
  const yOf = (time) => PANEL.top + plotHeight * (high - Math.log10(time)) / (high - low)
  const powers = [1, 10, 100, 1000, 1e4, 1e5, 1e6].filter((time) => Math.log10(time) > low && Math.log10(time) < high)
  const axis = powers.map((time) => {
    const y = short(yOf(time))
    const label = time < 1000 ? `${time} ns` : `${time / 1000} µs`
    return `<path class="grid" d="M${PANEL.left} ${y}H${PANEL.width - 8}"/><text x="${PANEL.left - 6}" y="${y + 4}" text-anchor="end">${label}</text>`
  }).join('')
  const panels = cases.map(({ title, on }, i) => {
    const marks = majors.map((major, column) => {
      const x = PANEL.left + (PANEL.width - PANEL.left - 8) * (column + 0.5) / majors.length
      const label = `<text x="${short(x)}" y="${PANEL.height - 2}" text-anchor="middle">v${major}</text>`
      if (!on[major]) return label
      const { ratio, spread, ...medians } = on[major]
      return label + SIDES.map((side) => {
        const [from, to, middle] = [...spread[side], medians[side]].map((time) => short(yOf(time)))
        return `<path class="${side} line" d="M${short(x)} ${from}V${to}"/><circle class="${side}" cx="${short(x)}" cy="${middle}" r="3.5"/>`
      }).join('') + text(x, yOf(Math.max(...spread.node, ...spread.tracescope)) - 6, `${ratio.toFixed(1)}×`, 'ratio')
    })
    const [x, y] = [14 + i % PANEL.columns * (PANEL.width + 14), 86 + Math.floor(i / PANEL.columns) * (PANEL.height + 14)]
    const [first, ...rest] = title.split(', ')
    return `<g transform="translate(${x} ${y})">${text(PANEL.left, 14, first, 'head')}${text(PANEL.left, 29, rest.join(', '), 'ink')}${axis}${marks.join('')}</g>`
  })
  const rows = Math.ceil(cases.length / PANEL.columns)
  const caption = 'Logarithmic. Points: medians; lines: least to most; figures: how many times as long Node’s own takes.'
  return svg('time', throughput, caption, 14 + PANEL.columns * (PANEL.width + 14), 86 + rows * (PANEL.height + 14), panels)
}

/** How many squares are on top of each other, how wide one is, and how many columns of them a side has room for. */
const STACK = { high: 10, cell: 9, columns: 9 }

/** A square for each object, closures first, and how many they are. @param {Results} results */
function drawAllocations({ closures }) {
  const cases = COUNTED.flatMap((counted) => ({ title: counted.title, on: countedOf(closures, counted) ?? {} })).filter(({ on }) => Object.keys(on).length > 0)
  const majors = majorsOf(closures)
  const [width, height] = [STACK.cell * (STACK.columns * 2 + 1), STACK.cell * STACK.high + 34]
  const heads = majors.map((major, column) => text(160 + column * width, 96, `Node ${major}`, 'head')).join('')
  const panels = cases.map(({ title, on }, row) => {
    const [first, ...rest] = title.split(', ')
    const stacks = majors.flatMap((major, column) => SIDES.map((side, i) => {
      return on[major] ? stackOf(on[major][side], side, 160 + column * width + i * STACK.cell * (STACK.columns - 0.5)) : ''
    }))
    return `<g transform="translate(0 ${106 + row * height})">${text(14, 60, first, 'head')}${text(14, 75, rest.join(', '), 'ink')}${stacks.join('')}</g>`
  })
  const caption = 'A square is an object, a full one a closure; the caller’s own included.'
  return svg('allocations', closures, caption, 170 + majors.length * width, 106 + cases.length * height, [heads, ...panels])
}

/** @param {{ allocationsPerCall: number, closuresPerCall: number }} counts @param {string} side @param {number} left */
function stackOf({ allocationsPerCall, closuresPerCall }, side, left) {
  const all = Array.from({ length: Math.round(allocationsPerCall) }, (_, i) => {
    return `M${left + Math.floor(i / STACK.high) * STACK.cell} ${(STACK.high - 1 - i % STACK.high) * STACK.cell}h7v7h-7z`
  })
  const pathOf = (/** @type {string[]} */ squares, /** @type {string} */ style) => squares.length ? `<path class="${side} square${style}" d="${squares.join('')}"/>` : ''
  return pathOf(all.slice(0, closuresPerCall), '') + pathOf(all.slice(closuresPerCall), ' pale') + text(left, STACK.cell * STACK.high + 12, `${all.length}`, 'ink')
}
