// @ts-check
// What one kind of call allocates, and where, as JSON.
import { APIS } from './calls/apis.js'
import { count } from './counting/count.js'
import { findNodes, readCommandLine, refuse } from './terminal/command-line.js'

const IMPLEMENTATIONS = ['tracescope', 'node', 'byHand', 'direct', 'own']
const USAGE = `Usage: node bench/one-call.js --api ${APIS.join('|')} [--implementation ${IMPLEMENTATIONS.join('|')}]
                             [--subscribers] [--stores NUMBER] [--transforms] [--ambient NUMBER] [--node PATH]`

const options = readCommandLine(USAGE, {
  api: { type: 'string' },
  implementation: { type: 'string', default: 'tracescope' },
  subscribers: { type: 'boolean', default: false },
  stores: { type: 'string', default: '0' },
  transforms: { type: 'boolean', default: false },
  ambient: { type: 'string', default: '0' },
  node: { type: 'string' }
})
const [binary] = findNodes(USAGE, options.node === undefined ? undefined : [options.node])
const subject = /** @type {import('./counting/count.js').ApiSubject} */ ({
  api: oneOf('api', APIS),
  implementation: oneOf('implementation', IMPLEMENTATIONS),
  subscribers: options.subscribers,
  stores: Number(options.stores),
  transforms: options.transforms,
  ambient: Number(options.ambient)
})

console.log(JSON.stringify({ node: binary.node, ...subject, ...await count(subject, binary.path) }, null, 2))

/** @param {'api' | 'implementation'} name @param {string[]} known */
function oneOf(name, known) {
  const value = options[name]
  return value !== undefined && known.includes(value) ? value : refuse(USAGE, `--${name} is one of ${known.join(', ')}`)
}
