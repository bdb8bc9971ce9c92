// @ts-check
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as allocations from '../charts/allocations.js'
import * as bytes from '../charts/bytes.js'
import * as growth from '../charts/growth.js'
import * as growthBytes from '../charts/growth-bytes.js'
import * as requests from '../charts/requests.js'
import * as time from '../charts/time.js'
import { render } from '../charts/render.js'
import { FIGURES } from './figures.js'
import { fill } from './markdown.js'
import { page } from './page.js'
import { documentedPages, pathOfPage } from './pages.js'

/** The charts, by the name of their file. */
const CHARTS = { time, requests, bytes, allocations, growth, 'growth-bytes': growthBytes }

/**
 * Draws all charts, and writes the page of results and the figures of the README and of docs/.
 *
 * @param {import('./results.js').ResultsFolder} folder
 * @param {{ isInPackage: boolean }} options whether these are the results that the pages go by
 * @returns {Promise<string[]>} what was written
 */
export async function draw(folder, { isInPackage }) {
  const results = folder.readAll()
  const files = [join(folder.path, 'README.md')]
  writeFileSync(files[0], page(results, chartTitles(results)))
  if (isInPackage) {
    for (const path of documentedPages().map(pathOfPage)) {
      const text = readFileSync(path, 'utf8')
      const filled = fill(text, FIGURES, results)
      if (filled === text) continue
      writeFileSync(path, filled)
      files.push(path)
    }
  }
  for (const [name, chart] of chartsOf(results)) {
    const file = join(folder.path, `${name}.svg`)
    writeFileSync(file, await render(chart.spec(results)))
    files.push(file)
  }
  return files
}

/** The titles of the charts, by the name of their file. @param {import('./results.js').Results} results */
export function chartTitles(results) {
  return Object.fromEntries(chartsOf(results).map(([name, { title }]) => [`${name}.svg`, title]))
}

/** @param {import('./results.js').Results} results */
function chartsOf(results) {
  return Object.entries(CHARTS).filter(([, { needs }]) => results[needs].length > 0)
}
