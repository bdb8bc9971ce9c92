// @ts-check
import { conditionsInWords } from '../terminal/conditions.js'
import { table, times } from '../terminal/table.js'

/**
 * All that was counted on one Node, for people.
 *
 * @param {import('./count-all.js').CountedNode} counted
 */
export function report({ node, v8, rows, own, libraries, calibration }) {
  const lines = [
    ['', 'closures', 'allocations', '', 'bytes', ''],
    'calibration',
    ...calibration.map((row) => alone(row.known, row)),
    ...own.flatMap((ownRow) => [
      '',
      ownRow.api,
      ...pairs(rows.filter((row) => row.api === ownRow.api), conditionsInWords),
      alone('the traced call itself', ownRow)
    ]),
    '',
    'libraries, with the shim',
    ...pairs(libraries, (row) => `${row.library}: ${conditionsInWords(row)}`)
  ]
  return `Node ${node}, V8 ${v8}. Per call: Node → tracescope, and how many times as much Node takes.\n` +
    `Closures and allocations without the optimiser, bytes with it.\n\n${table(lines)}\n`
}

/**
 * Node's rows, each beside tracescope's.
 *
 * @param {any[]} rows
 * @param {(row: any) => string} nameOf
 */
function pairs(rows, nameOf) {
  const ofNode = rows.filter((row) => row.implementation === 'node')
  const ofTracescope = rows.filter((row) => row.implementation === 'tracescope')
  return ofNode.map((row, i) => pair(nameOf(row), row, ofTracescope[i]))
}

/** @param {string} name @param {any} node @param {any} tracescope */
function pair(name, node, tracescope) {
  return [
    `  ${name}`,
    `${node.closuresPerCall} → ${tracescope.closuresPerCall}`,
    `${node.allocationsPerCall} → ${tracescope.allocationsPerCall}`,
    times(node.allocationsPerCall, tracescope.allocationsPerCall),
    `${node.bytesPerCall} → ${tracescope.bytesPerCall}`,
    times(node.bytesPerCall, tracescope.bytesPerCall)
  ]
}

/** @param {string} name @param {any} row */
function alone(name, { closuresPerCall, allocationsPerCall, bytesPerCall }) {
  return [`  ${name}`, `${closuresPerCall}`, `${allocationsPerCall}`, '', `${bytesPerCall}`, '']
}
