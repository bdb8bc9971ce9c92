const { AsyncLocalStorage } = require('node:async_hooks')
const { queries } = require('library/cjs')
const { Client, queries: queriesOfJsdoc } = require('library/jsdoc-cjs')
const { install, tracingChannel, withStoreScope } = require('tracescope')

/** @type {AsyncLocalStorage<{ name: string }>} */
const spans = new AsyncLocalStorage()

for (const each of [queries, queriesOfJsdoc]) each.start.bindStore(spans, ({ sql }) => ({ name: sql }))
tracingChannel(queries).subscribe({ end({ sql, result }) { console.log(sql, result?.[0]?.id.toFixed()) } })
withStoreScope(queries.start, { sql: 'SELECT' })[Symbol.dispose]()
void new Client('host').query('SELECT').then(([row]) => row?.id.toFixed())
install({ behaviour: 'node26' }).uninstall()
