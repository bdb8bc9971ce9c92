#!/usr/bin/env bash
# A query that is traced by Node 26's own tracePromise, and awaited by its caller, is sent to the database twice.
#
# Versions: node 26.10.0 and 24.21.0, drizzle-orm 0.45.4. Seen on 2026-11-29.
#
# drizzle's queries are thenables: nothing is sent until `then` is called, and each call sends the query again. Node 26's
# tracePromise returns such an object as it is, after it has called its `then` to hear of the outcome; the caller's `await` calls
# it once more. Node up to 25 makes a native promise of it, which calls `then` once. So an insert that is traced writes one row on
# Node 24 and two on Node 26, and only while somebody is subscribed to the channel.
#
# Output seen:
#   v24.21.0, nobody subscribed: 1 statement
#   v24.21.0, subscribed: 1 statement
#   v26.10.0, nobody subscribed: 1 statement
#   v26.10.0, subscribed: 2 statements
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo '{ "private": true, "type": "module" }' > package.json
npm install --no-audit --no-fund --loglevel=error --ignore-scripts=false node-26@npm:node@26.10.0 node-24@npm:node@24.21.0 drizzle-orm@0.45.4 > /dev/null

cat > program.mjs <<'JS'
import { tracingChannel } from 'node:diagnostics_channel'
import { pgTable, text } from 'drizzle-orm/pg-core'
import { drizzle } from 'drizzle-orm/pg-proxy'

let statements = 0
const db = drizzle(async () => { statements++; return { rows: [] } })
const users = pgTable('users', { name: text('name') })
const channel = tracingChannel('db.query')

for (const subscribed of [false, true]) {
  if (subscribed) channel.subscribe({ start() {}, asyncEnd() {} })
  statements = 0
  await channel.tracePromise(() => db.insert(users).values({ name: 'Ada' }))
  console.log(`${process.version}, ${subscribed ? 'subscribed' : 'nobody subscribed'}: ${statements} statement${statements === 1 ? '' : 's'}`)
}
JS

seen=$(for node in 24 26; do "node_modules/node-$node/bin/node" --no-warnings program.mjs; done)
echo "$seen"
expected='v24.21.0, nobody subscribed: 1 statement
v24.21.0, subscribed: 1 statement
v26.10.0, nobody subscribed: 1 statement
v26.10.0, subscribed: 2 statements'
[ "$seen" = "$expected" ]
