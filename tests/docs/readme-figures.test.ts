import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t from 'tap'
import { PAGES, readPage } from '../support/documentation.js'
import { packageFolder } from '../support/run-program.js'

// What the README and docs/ say of time, memory and ratios comes from bench/results: it stands in places that
// `node bench/report.js` fills, and is what they would be filled with now.

const load = (name: string): Promise<any> => import(pathToFileURL(join(packageFolder, 'bench/reporting', name)).href)
const { FIGURES } = await load('figures.js')
const { documentedPages, fill, withoutFigures } = await load('pages.js')
const { readResults } = await load('results.js')
const { CHARTS } = await load('charts.js')

const results = readResults(join(packageFolder, 'bench/results'))
const texts = new Map(PAGES.map((page) => [page, readPage(page)]))
const all = [...texts.values()].join('\n')

t.same(documentedPages(), PAGES, 'the report fills the pages that users read')

t.test('each figure is what bench/results says', async (t) => {
  for (const [page, text] of texts) t.equal(fill(text, FIGURES, results), text, page)
  for (const name of Object.keys(FIGURES)) t.ok(all.includes(`<!-- figure: ${name} -->`), `${name} is used`)
})

t.test('a figure that was changed by hand would be noticed', async (t) => {
  const changed = all.replace(/(<!-- figure: load-time -->)\d+/, '$10')
  t.not(changed, all)
  t.equal(fill(changed, FIGURES, results), all)
})

t.test('an empty place is filled, and the place after it stays', async (t) => {
  const places = '<!-- figure: a -->\n<!-- end -->\nbetween\n<!-- figure: b -->\nold\n<!-- end -->\n'
  t.equal(
    fill(places, { a: () => '1', b: () => '2' }, {}),
    '<!-- figure: a -->1<!-- end -->\nbetween\n<!-- figure: b -->\n2\n<!-- end -->\n'
  )
})

t.test('no place for a figure begins a line within a paragraph: the rest of it would be taken for HTML', async (t) => {
  t.same(all.match(/^<!-- figure: .*-->.+$/gm) ?? [], [])
})

t.test('so are the charts', async (t) => {
  const fileOf = (name: string): string => readFileSync(join(packageFolder, 'bench/results', name), 'utf8')
  for (const [name, { draw }] of Object.entries<any>(CHARTS)) t.equal(fileOf(`${name}.svg`), draw(results), name)
})

/** Where the links and images of a page lead. */
function linksOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
}

function withoutCode(text: string): string {
  return text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '')
}

/** The anchors of a page: its headings as Markdown viewers name them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-'))
}

t.test('links lead to files and headings that are there', async (t) => {
  for (const [page, text] of texts) {
    for (const link of linksOf(text).filter((link) => !link.startsWith('https://'))) {
      const [file, anchor] = link.split('#') as [string, string?]
      const path = file ? join(dirname(page), file) : page
      t.ok(existsSync(join(packageFolder, path)), `${page}: ${link}`)
      if (anchor !== undefined) t.ok(
        anchorsOf(readFileSync(join(packageFolder, path), 'utf8')).includes(anchor), `${page}: ${link}`
      )
    }
  }
})

t.test('the README has no image and no relative link: they would be dead on a registry’s page', async (t) => {
  const readme = texts.get('README.md')!
  t.same(linksOf(readme).filter((link) => !/^(https:\/\/|#)/.test(link)), [])
  t.same(withoutCode(readme).match(/!\[|<img/g), null)
})

t.test('every page of docs/ is named in the README, as a file that is there', async (t) => {
  const readme = texts.get('README.md')!
  t.same([...new Set(readme.match(/\bdocs\/[\w-]+\.md\b/g))].sort(), PAGES.slice(1))
})

const NUMBER = String.raw`(?:\d[\d.,]*|\b(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|` +
  'dozens?|hundreds?|thousands?|millions?|half))'
const UNIT = '(?:[nµum]s|(?:nano|micro|milli)?seconds?|[kKMG]i?B|B|(?:kilo|mega)?bytes?|' +
  'times|times as|[x×%]|percent|per cent|fold)'
const MEASUREMENT = new RegExp(`${NUMBER}(?: of)?[ -]?${UNIT}(?![\\w])|\\b(?:twice|thrice|double) (?:as|the)\\b|` +
  '\\bhalf (?:as|(?:of )?the (?:time|bytes|memory|cost))\\b', 'g')

function measurementsIn(text: string): string[] {
  const prose = withoutCode(text).replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\s+/g, ' ')
  return prose.match(MEASUREMENT) ?? []
}

t.test('nothing that looks like a measurement stands outside of these places', async (t) => {
  for (const [page, text] of texts) t.same(measurementsIn(withoutFigures(text)), [], page)
  t.ok(measurementsIn(all).length > 4, 'they do look like measurements')
})

t.test('what looks like a measurement', async (t) => {
  for (const text of [
    'takes 3 to 7 ms of', '0.6 kB compressed', 'three to four times as fast', 'less than a nanosecond', '12 %',
    '1.3× as many', '56 bytes', 'twice as fast', 'half the time', 'six-fold', '20 µs', 'one microsecond', '210\nns'
  ]) t.equal(measurementsIn(text).length, 1, text)
  for (const text of [
    'Node 20.13', 'five channels', '`12 ms`', 'how many times', 'the middle half of the rounds',
    'copies the context twice', '0 → 1', '```js\n12 ms\n```'
  ]) {
    t.same(measurementsIn(text), [], text)
  }
})
