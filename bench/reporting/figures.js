import { inNanoseconds } from '../shared/table.js'
import { titleOf } from '../timing/case-in-words.js'
import { CURVES } from '../timing/curves.js'
import { inParentheses, markdownTable, NOT_MEASURED, tableByNode, withSpread } from './markdown-tables.js'
import { PART_NAMES, PARTS } from './parts.js'
import { COUNTED, countedOf, measuredOf, TIMED } from './shown-cases.js'

/** @typedef {import('./results.js').Results} Results */
/** @typedef {import('./results.js').Result} Result */

/** How the agents are called that people run. */
const REAL = { 'dd-trace': 'dd-trace', sentry: 'Sentry', otel: 'OpenTelemetry' }

/**
 * The figures of the README and of docs/: each from bench/results, in the words of the sentence that it stands in.
 *
 * @type {Record<string, (results: Results) => string>}
 */
export const FIGURES = {
  summary: (results) => tableByNode(results, [
    ...['1 agent', '1 agent and 4 stores of others', '2 agents and 6 stores of others'].map((agents) => [
      `time of calls of all kinds, ${agents.replace(' and', ',')}`,
      measuredOf(results.throughput, TIMED[`mixed, ${agents}`]),
      ({ ratio, spread }) => withSpread(ratio, spread.ratio, 1)
    ]),
    ...['traceSync, 1 store with a transform', 'traceSync, 1 store'].map((title) => [
      `bytes of ${inCode(title)}`, countedOf(results.closures, COUNTED[title]),
      ({ node: { bytesPerCall: node }, tracescope: { bytesPerCall: ours } }) => {
        return `${(node / ours).toFixed(1)} ${inParentheses(`${node} → ${ours}`)}`
      }
    ]),
    [
      'requests per second of a service, 1 agent', plain(results, 1),
      ({ ratio, spread }) => withSpread(ratio, spread, 2)
    ],
    ['CPU time of its requests', plain(results, 1), ({ cpuRatio, cpuSpread }) => withSpread(cpuRatio, cpuSpread, 2)],
    ['bytes of a request under dd-trace, Sentry, OpenTelemetry', underAgents(results.server), (examined) => {
      return examined.map(({ node, storages }) => (node.bytes / storages.bytes).toFixed(2)).join(', ')
    }]
  ]),

  counts: (results) => tableByNode(results, Object.entries(COUNTED).map(([title, where]) => {
    return [inCode(title), countedOf(results.closures, where), ({ node, tracescope }) => {
      return ['closuresPerCall', 'bytesPerCall'].map((name) => `${node[name]} → **${tracescope[name]}**`).join(' · ')
    }]
  }), 'closures · bytes'),

  ratios(results) {
    const shown = Object.entries(TIMED).filter(([title]) => /^(mixed|traceSync)/.test(title))
    return tableByNode(results, shown.map(([title, where]) => {
      return [title.replace(/^traceSync, /, ''), measuredOf(results.throughput, where), ({ ratio }) => ratio.toFixed(1)]
    }))
  },

  'ratios-method'({ throughput }) {
    const [{ settings: { processes, rounds }, machine }] = Object.values(throughput.runs)
    const where = processes === 1 ? '1 process' : `${processes} processes`
    return `on ${machine.cores} cores, medians of ${processes * rounds} rounds in ${where}`
  },

  requests: (results) => tableByNode(results, [
    ['requests per second', 'requestsPerSecond', 0, 'ratio', 'spread'],
    ['CPU µs per request', 'cpuMicroseconds', 0, 'cpuRatio', 'cpuSpread'],
    ['GC ms per 1000 requests', 'gcMilliseconds', 1], ['p50 ms', 'p50', 2], ['p99 ms', 'p99', 2]
  ].flatMap(([what, name, digits, ratio, spread]) => [1, 3].map((stores) => {
    return [`${what}, ${stores} ${stores === 1 ? 'store' : 'stores'}`, plain(results, stores), (row) => {
      const sides = `${row.node[name].toFixed(digits)} → ${row.tracescope[name].toFixed(digits)}`
      return ratio ? `${sides} · ${withSpread(row[ratio], row[spread], 2)}` : sides
    }]
  }))),

  growth: (results) => tableByNode(results, Object.keys(CURVES).map((curve) => endsOf(curve, results.growth))),

  hosts({ hosts: { runs, rows } }) {
    const heads = Object.values(runs).flatMap(({ node }) => [node, 'by hand', 'with the shim'])
    return markdownTable(['', ...heads], rows.map(({ case: { row }, on }) => [
      inCode(row), ...Object.keys(runs).flatMap((column) => hostCells(on[column]))
    ]))
  },

  'not-better': (results) => tableByNode(results, results.throughput.rows.map((row) => {
    const measured = Object.values(row.on).some(({ ratio }) => ratio < BETTER) ? row.on : {}
    return [titleOf(/** @type {any} */ (row.case)).replaceAll('; node:', ', beside'), measured, ({ ratio, spread }) => {
      return ratio < BETTER ? withSpread(ratio, spread.ratio, 2) : '✓'
    }]
  })),

  conditions: (results) => markdownTable([
    'command', 'how it measures', 'machine', 'version, date'
  ], PART_NAMES.map((part) => {
    const runs = Object.values(results[part].runs)
    const each = (words) => [...new Set(runs.map(words))].join('; ')
    return [
      each(({ command }) => `\`${command}\``),
      PARTS[part].method,
      each(({ machine: { cpu, cores, os } }) => `${cpu}, ${cores} cores, ${os}`),
      each(({ node, date }) => `${node}, ${date.slice(0, 10)}`)
    ]
  })),

  services({ server }) {
    const rows = realRows(server).map(([agent, major, row]) => {
      const { node, tracescope, storages } = row.examined
      return [
        `${REAL[agent]}, Node ${major}`,
        [node, tracescope, storages].map(({ bytes }) => bytes.toFixed(0)).join(' → '),
        [tracescope, storages].map(({ bytes }) => (node.bytes / bytes).toFixed(2)).join(' → '),
        [row, row.withStorages].map(({ cpuRatio, cpuSpread }) => withSpread(cpuRatio, cpuSpread, 2)).join(' → '),
        [node, tracescope, storages].map(({ share }) => `${(share * 100).toFixed(1)} %`).join(' → '),
        madeByShim(storages.ways)
      ]
    })
    return markdownTable([
      'Node’s own → shim → shim with `storages`', 'bytes of a request', 'bytes, Node’s own ÷ each',
      'CPU time, Node’s own ÷ each (middle half)',
      'part of the CPU time in contexts and channels', 'calls of a request that enter stores, made by the shim'
    ], rows)
  },

  'part-of-contexts': ({ server }) =>
    `${range(realRows(server).map(([, , row]) => row.examined.node.share * 100), 1)} %`,

  'browser-size': ({ size }) => kilobytes(size, 'browser'),

  'live-size': ({ size }) => kilobytes(size, 'live'),

  'load-time': (results) => `${range(measurements(results['load-time'].rows).map(({ above }) => above.median), 0)} ms`,

  'storages-with-frames': ({ throughput }) => `${range(ratiosOfStorages(throughput, (major) => major >= 24), 1)} times`,

  'storages-without-frames': ({ throughput }) =>
    `${range(ratiosOfStorages(throughput, (major) => major < 24), 1)} times`,

  'instrument-time'({ throughput }) {
    const rows = throughput.rows.filter(({ case: { api } }) => api.startsWith('instrument'))
    return `${range(measurements(rows).map(({ tracescope, direct }) => Math.max(0, tracescope - direct)), 1)} ns`
  }
}

/** A ratio that is less than this is not called better. */
const BETTER = 1.1

/** What was measured in rows, on all Nodes. @param {import('./results.js').Row[]} rows */
const measurements = (rows) => rows.flatMap(({ on }) => Object.values(on))

/** What a request takes under the plain agent. @param {Results} results */
const plain = ({ server }, stores) => measuredOf(server, { agent: 'plain', stores })

/** What was measured under the agents that people run, on each Node. @param {Result} server @returns {any[]} */
function realRows(server) {
  return Object.keys(REAL).flatMap((agent) => {
    return Object.entries(measuredOf(server, { agent })).map(([major, row]) => [agent, major, row])
  })
}

/** What was seen in servers under the agents that people run, where all of them were. @param {Result} server */
function underAgents(server) {
  const rows = Object.keys(REAL).map((agent) => measuredOf(server, { agent }))
  const majors = Object.keys(rows[0]).filter((major) => rows.every((row) => major in row))
  return Object.fromEntries(majors.map((major) => [major, rows.map((row) => row[major].examined)]))
}

/** With `storages`: how many calls there are, and which part of them the shim makes. */
function madeByShim({ shim, host }) {
  const [ours, hosts] = [shim, host].map((counts) => Object.values(counts).reduce((sum, count) => sum + count, 0))
  return `${(ours + hosts).toFixed(1)}, ${(ours / (ours + hosts) * 100).toFixed(0)} %`
}

/** What tracescope takes on a host, and what the same takes by hand: each with how many times the host's own takes. */
function hostCells(measured) {
  if (!measured) return [NOT_MEASURED, NOT_MEASURED, NOT_MEASURED]
  const { host, tracescope, byHand, ratio, byHandRatio, shimRatio, spread } = measured
  return [
    `${inNanoseconds(host)} → ${inNanoseconds(tracescope)} · ${withSpread(ratio, spread.ratio, 2)}`,
    byHand ? `${inNanoseconds(byHand)} · ${withSpread(byHandRatio, spread.byHandRatio, 2)}` : NOT_MEASURED,
    shimRatio ? withSpread(shimRatio, spread.shimRatio, 2) : NOT_MEASURED
  ]
}

/** Both ends of a curve. @param {Result} growth @returns {import('./markdown-tables.js').RowByNode} */
function endsOf(curve, growth) {
  const points = growth.rows.filter((row) => row.case.curve === curve)
  const ends = points.length < 2 ? [] : [points[0], points[points.length - 1]]
  const [first] = ends
  const majors = Object.keys(first?.on ?? {}).filter((major) => ends.every(({ on }) => major in on))
  const counts = ends.map((point) => point.case.count.toLocaleString('en')).join(' and ')
  const measured = Object.fromEntries(majors.map((major) => [major, ends.map(({ on }) => on[major])]))
  return [`${counts} ${CURVES[curve].title}`, measured, (cells) => cells.map(({ node, tracescope, ratio }) => {
    return `${inNanoseconds(node)} → ${inNanoseconds(tracescope)} · ${ratio.toFixed(1)}`
  }).join(', ')]
}

/** @param {Result} throughput @param {(major: number) => boolean} isMeant */
function ratiosOfStorages({ rows }, isMeant) {
  return rows.filter(({ case: { api, install } }) => api === 'withScope' && install).flatMap(({ on }) => {
    return Object.keys(on).filter((major) => isMeant(Number(major))).map((major) => on[major].ratio)
  })
}

/** @param {Result} size */
const kilobytes = (size, entry) => `${(measuredOf(size, { entry }).any.compressedBytes / 1000).toFixed(1)} kB`

/** @param {number[]} values */
function range(values, digits) {
  const [least, most] = [Math.min(...values), Math.max(...values)].map((value) => value.toFixed(digits))
  return least === most ? least : `${least} to ${most}`
}

/** Sets the names of methods in a title in code. */
const inCode = (title) => title.replace(/\b((trace|run|with)[A-Z]\w+|run\b)/g, '`$&`')
