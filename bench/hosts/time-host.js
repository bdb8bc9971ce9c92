// @ts-check
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

// How long calls take on a host that is not Node: `--host bun` and `--host deno` of throughput.js.

/** What a host takes before the file. @type {Readonly<Record<string, string[]>>} */
const FLAGS = { bun: [], deno: ['run', '--allow-read', '--no-prompt'] }

export const HOSTS = Object.keys(FLAGS)

/** The names of the rows, without loading what they need. @type {readonly string[]} */
const NAMES = [
  'traceSync, no store', 'traceSync, 1 store', 'traceSync, 1 store, transform', 'traceSync, 3 stores', 'traceSync, 3 stores, transforms',
  'tracePromise, no store', 'tracePromise, 1 store', 'tracePromise, 3 stores', 'tracePromise, 3 stores, transforms',
  'withStoreScope against runStores, 1 store', 'withStoreScope against runStores, 3 stores', 'withScope against run'
]

/** The binary that the tests have installed, or else the one of that name. @param {string} host */
function binaryOf(host) {
  const cache = fileURLToPath(new URL('../../.cache/hosts', import.meta.url))
  const installed = existsSync(cache) ? readdirSync(cache).find((name) => name.startsWith(`${host}-`)) : undefined
  return installed === undefined ? host : `${cache}/${installed}/node_modules/.bin/${host}`
}

/** @param {number[]} values */
const median = (values) => values.sort((a, b) => a - b)[values.length >> 1]

/** The rows whose title contains a text. @param {string} text */
export function rowsWith(text) {
  return NAMES.filter((name) => name.includes(text))
}

/**
 * Times the rows whose title contains a text.
 *
 * @param {string} host
 * @param {{ rows: string, quick: boolean | undefined }} options
 */
export function timeHost(host, { rows, quick }) {
  const binary = binaryOf(host)
  const child = fileURLToPath(new URL('./child.js', import.meta.url))
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  const run = (/** @type {string[]} */ ...args) => execFileSync(binary, args, { encoding: 'utf8', env })
  const timed = rowsWith(rows).map((name) => {
    /** @type {Array<{ host: number, tracescope: number }>} */
    const rounds = JSON.parse(run(...FLAGS[host], child, name, quick ? '3' : '15', quick ? '4' : '8'))
    return {
      row: name,
      hostNanoseconds: Math.round(median(rounds.map(({ host }) => host))),
      tracescopeNanoseconds: Math.round(median(rounds.map(({ tracescope }) => tracescope))),
      ratio: Number(median(rounds.map(({ host, tracescope }) => host / tracescope)).toFixed(2))
    }
  })
  return { host, version: run('--version').split('\n')[0].trim(), rounds: quick ? 3 : 15, rows: timed }
}

/** @param {ReturnType<typeof timeHost>} timed */
export function reportHost({ host, version, rows }) {
  const lines = rows.map(({ row, hostNanoseconds, tracescopeNanoseconds, ratio }) => [row, `${hostNanoseconds}`, `${tracescopeNanoseconds}`, ratio.toFixed(2)])
  const all = [['', 'host, ns', 'tracescope, ns', 'host ÷ tracescope'], ...lines]
  const width = Math.max(...all.map(([name]) => name.length))
  return [`${host} ${version}`, ...all.map(([name, ...cells]) => [name.padEnd(width), ...cells.map((cell) => cell.padStart(18))].join(''))].join('\n')
}
