// @ts-check
import { CURVE_NAMES, CURVES } from '../growing/curves.js'
import { inNanoseconds } from '../terminal/table.js'
import { COUNTED, countedOf, majorsOf, measuredOf, NO_BREAK, TIMED, withSpread } from './cases.js'
import { whereNotBetter } from './not-better.js'
import { PART_NAMES, PARTS } from './results.js'

/** @typedef {import('./results.js').Results} Results */
/** @typedef {import('./results.js').Result} Result */

/** What stands where nothing was measured. */
const NOT_MEASURED = '–'

/** How the agents are called that people run. @type {Record<string, string>} */
const REAL = { 'dd-trace': 'dd-trace', sentry: 'Sentry', otel: 'OpenTelemetry' }

/** What agents do, in the words of the README: all that is mixed, or the first of the others that was measured. */
const CALLS = {
  'mixed, 1 agent': 'calls of all kinds, 1 agent',
  'mixed, 1 agent and 4 stores of others': 'calls of all kinds, 1 agent, 4 stores of others',
  'mixed, 2 agents and 6 stores of others': 'calls of all kinds, 2 agents, 6 stores of others',
  'traceSync, 1 store with a transform': '`traceSync`, 1 store with a transform',
  'traceSync, 1 store': '`traceSync`, 1 store'
}

/**
 * The figures of the README and of docs/: each from bench/results, in the words of the sentence that it stands in.
 *
 * @type {Record<string, (results: Results) => string>}
 */
export const FIGURES = {
  summary: (results) => tableByNode('', results, [
    ...timesOfCalls(results),
    ...bytesOfCalls(results),
    ['requests per second of a service, 1 agent', plain(results, 1), ({ ratio, spread }) => withSpread(ratio, spread, 2)],
    ['CPU time of its requests', plain(results, 1), ({ cpuRatio, cpuSpread }) => withSpread(cpuRatio, cpuSpread, 2)],
    ['bytes of a request under dd-trace, Sentry, OpenTelemetry', underAgents(results.server), (examined) => {
      return examined.map((/** @type {any} */ { node, storages }) => (node.bytes / storages.bytes).toFixed(2)).join(', ')
    }]
  ]),

  counts: (results) => tableByNode('closures · bytes', results, COUNTED.map((counted) => {
    return [inCode(counted.title), countedOf(results.closures, counted), ({ node, tracescope }) => {
      return `${node.closuresPerCall} → **${tracescope.closuresPerCall}** · ${node.bytesPerCall} → **${tracescope.bytesPerCall}**`
    }]
  })),

  ratios: (results) => tableByNode('', results, TIMED.filter(({ title }) => /^(mixed|traceSync)/.test(title)).map(({ title, where }) => {
    return [title.replace(/^traceSync, /, ''), measuredOf(results.throughput, where), ({ ratio }) => ratio.toFixed(1)]
  })),

  'ratios-method'({ throughput }) {
    const [{ settings: { processes, rounds }, machine }] = Object.values(throughput.runs)
    return `on ${machine.cores} cores, medians of ${processes * rounds} rounds in ${processes} ${processes === 1 ? 'process' : 'processes'}`
  },

  requests: (results) => tableByNode('', results, serviceRows(results)),

  growth: (results) => tableByNode('', results, CURVE_NAMES.flatMap((curve) => growthRow(results.growth.rows.filter((row) => row.case.curve === curve)))),

  conditions: (results) => PART_NAMES.flatMap((part) => conditionsOf(part, results[part])).join('\n'),

  'not-better': whereNotBetter,

  services({ server }) {
    const rows = Object.keys(REAL).flatMap((agent) => Object.entries(measuredOf(server, { agent }) ?? {}).map(([major, row]) => {
      const { node, tracescope, storages } = row.examined
      return [
        `${REAL[agent]}, Node ${major}`,
        [node, tracescope, storages].map(({ bytes }) => bytes.toFixed(0)).join(' → '),
        [tracescope, storages].map(({ bytes }) => (node.bytes / bytes).toFixed(2)).join(' → '),
        [row, row.withStorages].map(({ cpuRatio, cpuSpread }) => withSpread(cpuRatio, cpuSpread, 2)).join(' → '),
        [node, tracescope, storages].map(({ share }) => `${(share * 100).toFixed(1)} %`).join(' → '),
        madeByShim(storages.ways)
      ]
    }))
    return markdownTable([
      'Node’s own → shim → shim with `storages`', 'bytes of a request', 'bytes, Node’s own ÷ each', 'CPU time, Node’s own ÷ each (middle half)',
      'part of the CPU time in contexts and channels', 'calls of a request that enter stores, made by the shim'
    ], rows)
  },

  'part-of-contexts'({ server }) {
    const rows = Object.keys(REAL).flatMap((agent) => Object.values(measuredOf(server, { agent }) ?? {}))
    return `${range(rows.map(({ examined: { node } }) => node.share * 100), 1)} %`
  },

  'browser-size': ({ size }) => kilobytes(size, 'browser'),

  'live-size': ({ size }) => kilobytes(size, 'live'),

  'load-time': (results) => `${range(results['load-time'].rows.flatMap(({ on }) => Object.values(on).map(({ above }) => above.median)), 0)} ms`,

  'storages-with-frames': ({ throughput }) => `${range(ratiosOfStorages(throughput, (major) => major >= 24), 1)} times`,

  'storages-without-frames': ({ throughput }) => `${range(ratiosOfStorages(throughput, (major) => major < 24), 1)} times`,

  'instrument-time'({ throughput }) {
    const rows = throughput.rows.filter(({ case: { api } }) => api.startsWith('instrument')).flatMap(({ on }) => Object.values(on))
    return `${range(rows.map(({ tracescope, direct }) => Math.max(0, tracescope - direct)), 1)} ns`
  }
}

/**
 * A row of a table by versions of Node: its title, what was measured by major version, and a cell of that.
 *
 * @typedef {[title: string, measured: Record<string, any> | undefined, cellOf: (measured: any, major: string) => string]} RowByNode
 */

/**
 * A table with a column for each Node. Rows of what was not measured on any are left out: a quick run leaves some out.
 *
 * @param {string} corner
 * @param {Results} results
 * @param {RowByNode[]} rows
 */
function tableByNode(corner, { size, ...results }, rows) {
  const majors = [...new Set(Object.values(results).flatMap(majorsOf))].sort((a, b) => Number(a) - Number(b))
  return markdownTable([corner, ...majors.map((major) => `Node ${major}`)], rows.flatMap(([title, measured = {}, cellOf]) => {
    if (Object.keys(measured).length === 0) return []
    return [[title, ...majors.map((major) => major in measured ? cellOf(measured[major], major) : NOT_MEASURED)]]
  }))
}

/** @param {string[]} heads @param {string[][]} rows */
function markdownTable(heads, rows) {
  return [heads, heads.map(() => '---'), ...rows].map((cells) => `|${cells.map((cell) => cell ? ` ${cell} ` : ' ').join('|')}|`).join('\n')
}

/** @param {Results} results @returns {RowByNode[]} */
function timesOfCalls({ throughput }) {
  const measured = Object.entries(CALLS).map(([title, words]) => ({ title, words, on: measuredOf(throughput, caseOf(TIMED, title).where) })).filter(({ on }) => on)
  const mixed = measured.filter(({ title }) => title.startsWith('mixed'))
  return (mixed.length > 0 ? mixed : measured.slice(0, 1)).map(({ words, on }) => {
    return [`time of ${words}`, on, ({ ratio, spread }) => withSpread(ratio, spread.ratio, 1)]
  })
}

/** @param {Results} results @returns {RowByNode[]} */
function bytesOfCalls({ closures }) {
  const measured = /** @type {const} */ (['traceSync, 1 store with a transform', 'traceSync, 1 store'])
    .map((title) => ({ title, on: countedOf(closures, caseOf(COUNTED, title)) })).filter(({ on }) => on)
  return measured.slice(0, 1).map(({ title, on }) => [`bytes of ${CALLS[title]}`, on, ({ node: { bytesPerCall: node }, tracescope: { bytesPerCall: ours } }) => {
    return `${(node / ours).toFixed(1)} (${node}${NO_BREAK}→${NO_BREAK}${ours})`
  }])
}

/** What a request takes under the plain agent. @param {Results} results @returns {RowByNode[]} */
function serviceRows(results) {
  const numbers = [
    ['requests per second', 'requestsPerSecond', 0, 'ratio', 'spread'], ['CPU µs per request', 'cpuMicroseconds', 0, 'cpuRatio', 'cpuSpread'],
    ['GC ms per 1000 requests', 'gcMilliseconds', 1], ['p50 ms', 'p50', 2], ['p99 ms', 'p99', 2]
  ]
  return numbers.flatMap(([what, name, digits, ratio, spread]) => [1, 3].map((stores) => {
    return [`${what}, ${stores} ${stores === 1 ? 'store' : 'stores'}`, plain(results, stores), (row) => {
      const sides = `${row.node[name].toFixed(digits)} → ${row.tracescope[name].toFixed(digits)}`
      return ratio ? `${sides} · ${withSpread(row[ratio], row[spread], 2)}` : sides
    }]
  }))
}

/** @param {Results} results @param {number} stores */
function plain({ server }, stores) {
  return measuredOf(server, { agent: 'plain', stores })
}

/** What was seen in servers under the agents that people run, where all of them were. @param {Result} server */
function underAgents(server) {
  const rows = Object.keys(REAL).map((agent) => measuredOf(server, { agent }) ?? {})
  const majors = Object.keys(rows[0]).filter((major) => rows.every((row) => major in row))
  return Object.fromEntries(majors.map((major) => [major, rows.map((row) => row[major].examined)]))
}

/** With `storages`: how many calls there are, and which part of them the shim makes. @param {import('../serving/ways.js').Ways} ways */
function madeByShim({ shim, host }) {
  const [ours, hosts] = [shim, host].map((counts) => Object.values(counts).reduce((sum, count) => sum + count, 0))
  return `${(ours + hosts).toFixed(1)}, ${(ours / (ours + hosts) * 100).toFixed(0)} %`
}

/** @param {Result} throughput @param {(major: number) => boolean} isMeant @returns {number[]} */
function ratiosOfStorages({ rows }, isMeant) {
  return rows.filter(({ case: { api, install } }) => api === 'withScope' && install).flatMap(({ on }) => {
    return Object.keys(on).filter((major) => isMeant(Number(major))).map((major) => on[major].ratio)
  })
}

/** @param {import('./cases.js').ShownCase[]} cases @param {string} title */
function caseOf(cases, title) {
  return /** @type {import('./cases.js').ShownCase} */ (cases.find((shown) => shown.title === title))
}

/** @param {Result} size @param {string} entry */
function kilobytes(size, entry) {
  return `${(measuredOf(size, { entry })?.['any'].compressedBytes / 1000).toFixed(1)} kB`
}

/** @param {number[]} values @param {number} digits */
function range(values, digits) {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits))
  return least === most ? least : `${least} to ${most}`
}

/** The name of the API in a title. @param {string} title */
function inCode(title) {
  return title.replace(/^(trace|run)\w+/, '`$&`')
}

/** Both ends of a curve. @param {import('./results.js').Row[]} points @returns {import('./figures.js').RowByNode[]} */
function growthRow(points) {
  if (points.length < 2) return []
  const [first, last] = [points[0], points[points.length - 1]]
  const { title } = CURVES[/** @type {import('../growing/curves.js').CurveName} */ (first.case.curve)]
  const majors = Object.keys(first.on).filter((major) => major in last.on)
  const ends = Object.fromEntries(majors.map((major) => [major, [first.on[major], last.on[major]]]))
  return [[`${first.case.count.toLocaleString('en')} and ${last.case.count.toLocaleString('en')} ${title}`, ends, (cells) => {
    return cells.map((/** @type {any} */ { node, tracescope, ratio }) => `${inNanoseconds(node)} → ${inNanoseconds(tracescope)} · ${ratio.toFixed(1)}`).join(', ')
  }]]
}

/** @param {import('./results.js').PartName} part @param {import('./results.js').Result} result */
function conditionsOf(part, { runs }) {
  const all = Object.values(runs)
  if (all.length === 0) return []
  const machines = new Set(all.map(({ machine: { cpu, cores, os } }) => `${cpu}, ${cores} cores, ${os}`))
  const nodes = all.map(({ node, v8, date, seconds }) => `Node ${node} (V8 ${v8}), ${date.slice(0, 10)}, ${seconds} s`)
  const commands = new Set(all.map(({ command }) => `\`${command}\``))
  return [`- **${part}**, ${[...commands].join(', ')}: ${PARTS[part].method}. ${[...machines].join('; ')}. ${nodes.join('; ')}.`]
}
