import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { median, ratios } from '../shared/statistics.js'
import { table } from '../shared/table.js'
import { ROWS } from './rows.js'

// How long calls take on a host that is not Node: `--host bun` and `--host deno` of throughput.js.

/** What a host takes before the file. */
const FLAGS = { bun: [], deno: ['run', '--allow-read', '--no-prompt'] }

export const HOSTS = Object.keys(FLAGS)

/** The binary that the tests have installed, or else the one of that name. */
function binaryOf(host) {
  const cache = fileURLToPath(new URL('../../.cache/hosts', import.meta.url))
  const installed = existsSync(cache) ? readdirSync(cache).find((name) => name.startsWith(`${host}-`)) : undefined
  return installed === undefined ? host : `${cache}/${installed}/node_modules/.bin/${host}`
}

/** The rows whose title contains a text. @param {string} text */
export const rowsWith = (text) => Object.keys(ROWS).filter((name) => name.includes(text))

/** Times the rows whose title contains a text. */
export function timeHost(host, { rows, quick }) {
  const binary = binaryOf(host)
  const child = fileURLToPath(new URL('child.js', import.meta.url))
  const env = { ...process.env, DENO_NO_UPDATE_CHECK: '1', NO_COLOR: '1' }
  const run = (...args) => execFileSync(binary, args, { encoding: 'utf8', env })
  const timed = rowsWith(rows).map((row) => {
    /** @type {Array<{ host: number, tracescope: number }>} */
    const rounds = JSON.parse(run(...FLAGS[host], child, row, quick ? '3' : '15', quick ? '4' : '8'))
    const [ofHost, ofTracescope] = [rounds.map(({ host }) => host), rounds.map(({ tracescope }) => tracescope)]
    return {
      row,
      hostNanoseconds: Math.round(median(ofHost)),
      tracescopeNanoseconds: Math.round(median(ofTracescope)),
      ratio: Number(median(ratios(ofHost, ofTracescope)).toFixed(2))
    }
  })
  return { host, version: run('--version').split('\n')[0].trim(), rounds: quick ? 3 : 15, rows: timed }
}

/** @param {ReturnType<typeof timeHost>} timed */
export function reportHost({ host, version, rows }) {
  return `${version.startsWith(host) ? version : `${host} ${version}`}\n${table([
    ['', 'host, ns', 'tracescope, ns', 'host ÷ tracescope'],
    ...rows.map(({ row, hostNanoseconds, tracescopeNanoseconds, ratio }) => {
      return [row, `${hostNanoseconds}`, `${tracescopeNanoseconds}`, ratio.toFixed(2)]
    })
  ])}`
}
