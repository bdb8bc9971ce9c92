import { AsyncLocalStorage } from 'node:async_hooks'
import { writeHeapSnapshot } from 'node:v8'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { tmpdir } from 'node:os'

// Prints how many objects of some kinds a heap snapshot shows when a program begins.

const KINDS = [
  'Promise', 'Timeout', 'Immediate', 'Channel', 'ActiveChannel', 'WeakReference', 'AsyncResource', 'AsyncLocalStorage'
]

// The host makes some of them when the first storage is entered, and channels of its own with 'node:module', which
// tracescope loads.
new AsyncLocalStorage().run(1, () => {})
require('node:module')

const file = writeHeapSnapshot(join(tmpdir(), `heap-counts-${process.pid}.heapsnapshot`))
const { snapshot: { meta }, nodes, strings } = JSON.parse(readFileSync(file, 'utf8'))
rmSync(file)

const { length } = meta.node_fields
const [type, name] = ['type', 'name'].map((field) => meta.node_fields.indexOf(field))
const object = meta.node_types[type!].indexOf('object')
const counts = Object.fromEntries(KINDS.map((kind) => [kind, 0]))
for (let i = 0; i < nodes.length; i += length) {
  const kind = strings[nodes[i + name!]]
  if (nodes[i + type!] === object && kind in counts) counts[kind]!++
}
process.stdout.write(JSON.stringify(counts))
