import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { extremes, mapValues, median, ratios } from '../shared/statistics.js'
import { fromTo, table } from '../shared/table.js'
import { ROWS } from './rows.js'

// How long calls take on a host that is not Node: `--host bun` and `--host deno` of throughput.js.

/** What a host takes before the file. */
const FLAGS = { bun: [], deno: ['run', '--allow-read', '--no-prompt'] }

export const HOSTS = Object.keys(FLAGS)

const cache = fileURLToPath(new URL('../../.cache/hosts', import.meta.url))
const folders = existsSync(cache) ? readdirSync(cache) : []

/** Where the tests have installed a host. @param {string} host */
const folderOf = (host) => folders.find((name) => name.startsWith(`${host}-`))

/** The hosts that `npm run test:matrix` has installed. @returns {import('../shared/command-line.js').NodeBinary[]} */
export function cachedHosts() {
  const installed = HOSTS.filter((host) => existsSync(binaryOf(host)))
  return installed.map((host) => ({ host, node: nameOf(host), path: binaryOf(host) }))
}

/** The binary that the tests have installed, or else the one of that name. */
const binaryOf = (host) => folderOf(host) ? `${cache}/${folderOf(host)}/node_modules/.bin/${host}` : host

function run(host, ...args) {
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  return execFileSync(binaryOf(host), args, { encoding: 'utf8', env })
}

/** `Bun 1.4.5`. */
function nameOf(host) {
  const [version] = /\d\S*/.exec(run(host, '--version')) ?? ['']
  return `${host[0].toUpperCase()}${host.slice(1)} ${version}`
}

/** The rows whose title contains a text. @param {string} text */
export const rowsWith = (text) => Object.keys(ROWS).filter((name) => name.includes(text))

const inShort = (value) => Number(value.toPrecision(3))

/**
 * Times the rows whose title contains a text: medians in ns, ratios of rounds, and the least and the most of those. The
 * rounds are those of several processes, as an engine decides once in each what it inlines. The host with the shim is
 * in others, and compared by tracescope, which takes the same in both.
 */
export function timeHost(host, { rows, quick }) {
  const child = fileURLToPath(new URL('child.js', import.meta.url))
  const [processes, ...effort] = quick ? [1, 3, 3, 4] : [3, 5, 10, 8]
  const rounds = processes * effort[0]
  const timed = rowsWith(rows).map((row) => {
    /** @type {(...shim: string[]) => Record<string, number[]>} */
    const time = (...shim) => JSON.parse(run(host, ...FLAGS[host], child, row, ...effort.map(String), ...shim))
    const hasShim = row.startsWith('trace')
    const both = Array.from({ length: processes }, () => [time(), ...hasShim ? [time('shim')] : []])
    const [times, shimmed] = [0, 1].map((side) => both[0][side] && mapValues(both[0][side], (_, name) => {
      return both.flatMap((sides) => sides[side][name])
    }))
    const { host: ofHost, tracescope, byHand } = times
    const ratio = ratios(ofHost, tracescope)
    const compared = {
      ratio,
      ...byHand && { byHandRatio: ratios(ofHost, byHand) },
      ...shimmed && { shimRatio: ratios(ratio, ratios(shimmed.host, shimmed.tracescope)) }
    }
    return {
      row,
      ...mapValues({ ...times, ...compared }, (values) => inShort(median(values))),
      spread: mapValues(compared, (values) => extremes(values).map(inShort))
    }
  })
  return { host: nameOf(host), rounds, rows: timed }
}

const inCell = (value = '') => `${value}`

/** @param {ReturnType<typeof timeHost>} timed */
export function reportHost({ host, rounds, rows }) {
  return `${host}: medians of ${rounds} rounds in ns per call. Ratio: the host ÷ tracescope, the host ÷ by hand, the
host ÷ the same with the shim.
${table([
    ['', 'host', 'tracescope', 'by hand', 'ratio', 'least … most', 'by hand', 'shim'],
    .../** @type {any[]} */ (rows).map(({ row, host, tracescope, byHand, ratio, byHandRatio, shimRatio, spread }) => {
      const [times, others] = [[host, tracescope, byHand, ratio], [byHandRatio, shimRatio]]
      return [row, ...times.map(inCell), fromTo(spread.ratio, 2), ...others.map(inCell)]
    })
  ])}`
}
