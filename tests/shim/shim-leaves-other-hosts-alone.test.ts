import asyncHooks from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import t from 'tap'
import { install, type InstallOptions } from 'tracescope'
import { hostPrototypes } from '../support/host.js'
import { differences, takeSnapshot, type Snapshot } from '../support/snapshot.js'

// Where the traces of a host are written as no host writes them that tracescope knows, install() changes nothing,
// whatever it is asked for: half a shim is none. Here someone has put methods of his own in the place of all of them.

const look = (): Snapshot => takeSnapshot({ ...hostPrototypes, diagnosticsChannel, asyncHooks })

const OPTIONS: readonly InstallOptions[] = [{}, { behaviour: 'node26' }]

const stock = {
  ActiveChannel: ['runStores'],
  TracingChannel: ['traceSync', 'tracePromise', 'traceCallback']
}
const unknown = Object.entries(stock).flatMap(([owner, names]) => names.map((name) => {
  const target = hostPrototypes[owner]
  const { [name]: host } = target
  return {
    target,
    name,
    host,
    ours: { [name](this: unknown, ...args: unknown[]): unknown { return Reflect.apply(host, this, args) } }[name]
  }
}))

for (const options of OPTIONS) {
  t.test(`install(${JSON.stringify(options)}) on the host as it is`, async (t) => {
    const before = look()
    const installation = install(options)
    t.not(differences(before, look()).length, 0)
    installation.uninstall()
    t.same(differences(before, look()), [])
  })

  t.test(`install(${JSON.stringify(options)}) on one that is written otherwise`, async (t) => {
    for (const { target, name, ours } of unknown) target[name] = ours
    const before = look()
    const installation = install(options)
    t.same(differences(before, look()).filter((line) => /runStores|trace(?:Sync|Promise|Callback)/.test(line)), [])
    installation.uninstall()
    t.same(differences(before, look()), [])
    for (const { target, name, host } of unknown) target[name] = host
  })
}
