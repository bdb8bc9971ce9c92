import asyncHooks from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import t from 'tap'
import { install, type InstallOptions } from 'tracescope'
import { hostPrototypes, isNode } from '../support/host.js'
import { differences, takeSnapshot, type Snapshot } from '../support/snapshot.js'

// Where the host's methods are not those of Node, install() changes nothing, whatever it is asked for: half a shim is none.

const look = (): Snapshot => takeSnapshot({ ...hostPrototypes, diagnosticsChannel, asyncHooks })

const OPTIONS: readonly InstallOptions[] = [{}, { storages: true }, { behaviour: 'node26' }, { behaviour: 'node26', storages: true }]

for (const options of OPTIONS) {
  t.test(`install(${JSON.stringify(options)})`, async (t) => {
    const before = look()
    const installation = install(options)
    const changed = differences(before, look())
    installation.uninstall()
    t.equal(changed.length > 0, isNode, changed.join('\n'))
    t.same(differences(before, look()), [])
  })
}
