import { AsyncLocalStorage } from 'node:async_hooks'
import diagnosticsChannel, { boundedChannel } from 'node:diagnostics_channel'
import type {} from 'tracescope/node26'
import { channel } from 'tracescope'

// What `install({ behaviour: 'node26' })` adds to the host, by the types of `tracescope/node26`, whatever @types/node knows of it.

const names = new AsyncLocalStorage<string>()
names.withScope('name').dispose()
diagnosticsChannel.channel('job').withStoreScope({})[Symbol.dispose]()
channel<{ sql: string }>('job').withStoreScope({ sql: 'SELECT' })[Symbol.dispose]()
boundedChannel<{ sql: string }>('job').withScope({ sql: 'SELECT' })[Symbol.dispose]()
// @ts-expect-error another value
names.withScope(5)
