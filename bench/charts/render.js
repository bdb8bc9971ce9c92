// @ts-check
import { chartPackages } from './packages.js'
import { CONFIG, withDarkColours } from './theme.js'

/**
 * Draws a chart as SVG.
 *
 * @param {object} spec in Vega-Lite
 * @returns {Promise<string>}
 */
export async function render(spec) {
  const { vega, vegaLite } = await chartPackages()
  vega.textMetrics.width = widthOf
  const compiled = vegaLite.compile({ ...spec, config: CONFIG }, { logger: QUIET })
  const view = new vega.View(vega.parse(compiled.spec), { renderer: 'none', logLevel: vega.Error })
  return `${withDarkColours(await view.toSVG())}\n`
}

/**
 * How wide text is in the fonts that readers have. Without a canvas Vega takes any character for 0.8 of the height: charts would
 * be half as wide again as they need be.
 *
 * @param {{ fontSize: number }} item
 * @param {string} text
 */
function widthOf({ fontSize }, text) {
  return `${text}`.length * fontSize * 0.58
}

const silent = () => QUIET
/** Vega-Lite's advice is about charts that someone works on. @type {Record<string, any>} */
const QUIET = { level: silent, error: (/** @type {string} */ message) => { throw new Error(message) }, warn: silent, info: silent, debug: silent }
