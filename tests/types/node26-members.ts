import { AsyncLocalStorage } from 'node:async_hooks'
import byOtherName from 'diagnostics_channel'
import diagnosticsChannel, { boundedChannel } from 'node:diagnostics_channel'
import type {} from 'tracescope/node26'
import { channel, type BoundedChannel } from 'tracescope'

// What `install({ behaviour: 'node26' })` adds to the host, by the types of `tracescope/node26`, whatever @types/node
// knows of it.

const names = new AsyncLocalStorage<string>()
names.withScope('name').dispose()
diagnosticsChannel.channel('job').withStoreScope({})[Symbol.dispose]()
channel<{ sql: string }>('job').withStoreScope({ sql: 'SELECT' })[Symbol.dispose]()
boundedChannel<{ sql: string }>('job').withScope({ sql: 'SELECT' })[Symbol.dispose]()
// @ts-expect-error another value
names.withScope(5)

// The class.
const made: BoundedChannel<{ sql: string }> = new diagnosticsChannel.BoundedChannel<{ sql: string }>('job')
made.run({ sql: 'SELECT' }, () => {})
class Own extends diagnosticsChannel.BoundedChannel<{ sql: string }> { name = 'own' }
const given: unknown = new Own('job')
if (given instanceof diagnosticsChannel.BoundedChannel) given.withScope({})[Symbol.dispose]()
// @ts-expect-error no name, and no channels
new diagnosticsChannel.BoundedChannel(5)
// @ts-expect-error another message
new Own('job').run({ statement: 'SELECT' }, () => {})
new byOtherName.BoundedChannel<{ sql: string }>('job').run({ sql: 'SELECT' }, () => {})
