import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { packageFolder } from './support/run-program.js'

// What the README says of time, memory and ratios comes from bench/results: it stands in places that `node bench/report.js` fills,
// and is what they would be filled with now.

const load = (name: string): Promise<any> => import(pathToFileURL(join(packageFolder, 'bench/reporting', name)).href)
const read = (name: string): string => readFileSync(join(packageFolder, name), 'utf8')
const { FIGURES } = await load('figures.js')
const { fill, withoutFigures } = await load('markdown.js')
const { readResults } = await load('results.js')
const { page } = await load('page.js')
const { chartTitles } = await load('draw.js')

const results = readResults(join(packageFolder, 'bench/results'))
const readme = read('README.md')

t.test('each figure of the README is what bench/results says', async (t) => {
  t.equal(fill(readme, FIGURES, results), readme)
  for (const name of Object.keys(FIGURES)) t.ok(readme.includes(`<!-- figure: ${name} -->`), `${name} is used`)
})

t.test('a figure that was changed by hand would be noticed', async (t) => {
  const changed = readme.replace(/(<!-- figure: load-time -->)\d+/, '$10')
  t.not(changed, readme)
  t.equal(fill(changed, FIGURES, results), readme)
})

t.test('no place for a figure begins a line within a paragraph: the rest of it would be taken for HTML', async (t) => {
  t.same(readme.match(/^<!-- figure: .*-->.+$/gm) ?? [], [])
})

t.test('so is the page of all results, and its charts are there', async (t) => {
  const titles = chartTitles(results)
  t.equal(read('bench/results/README.md'), page(results, titles))
  for (const name of Object.keys(titles)) t.match(read(join('bench/results', name)), /^<svg /, name)
  for (const [, name] of readme.matchAll(/\]\((bench\/results\/[^)]*\.svg)\)/g)) t.match(read(name!), /^<svg /, name!)
})

const NUMBER = String.raw`(?:\d[\d.,]*|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|dozens?|hundreds?|thousands?|millions?|half))`
const UNIT = '(?:[nµum]s|(?:nano|micro|milli)?seconds?|[kKMG]i?B|B|(?:kilo|mega)?bytes?|times|times as|[x×%]|percent|per cent|fold)'
const MEASUREMENT = new RegExp(`${NUMBER}(?: of)?[ -]?${UNIT}(?![\\w])|\\b(?:twice|thrice|double) (?:as|the)\\b|\\bhalf (?:as|(?:of )?the (?:time|bytes|memory|cost))\\b`, 'g')

function measurementsIn(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '').replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\s+/g, ' ')
  return prose.match(MEASUREMENT) ?? []
}

t.test('nothing that looks like a measurement stands outside of these places', async (t) => {
  t.same(measurementsIn(withoutFigures(readme)), [])
  t.ok(measurementsIn(readme).length > 4, 'they do look like measurements')
})

t.test('what looks like a measurement', async (t) => {
  for (const text of [
    'takes 3 to 7 ms of', '0.6 kB compressed', 'three to four times as fast', 'less than a nanosecond', '12 %', '1.3× as many', '56 bytes',
    'twice as fast', 'half the time', 'six-fold', '20 µs', 'one microsecond', '210\nns'
  ]) t.equal(measurementsIn(text).length, 1, text)
  for (const text of ['Node 20.13', 'five channels', '`12 ms`', 'how many times', 'the middle half of the rounds', 'copies the context twice', '0 → 1', '```js\n12 ms\n```']) {
    t.same(measurementsIn(text), [], text)
  }
})
