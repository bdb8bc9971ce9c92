import asyncHooks from 'node:async_hooks'
import diagnosticsChannel from 'node:diagnostics_channel'
import { exercise } from '../support/exercise.js'
import { hostPrototypes } from '../support/host.js'
import { differences, takeSnapshot } from '../support/snapshot.js'

// Installs the shim on a host with frozen objects, which were frozen before tracescope was loaded or once it is
// installed, and uninstalls it: `frozen-host before TracingChannel '{"storages":true}'`. Prints what was traced
// meanwhile, and what is left.

const [when, frozen, options] = process.argv.slice(2)
const objects: Readonly<Record<string, object>> = {
  ...hostPrototypes,
  AsyncLocalStorage: asyncHooks.AsyncLocalStorage.prototype,
  'node:diagnostics_channel': diagnosticsChannel
}

function freeze(): void {
  for (const name of frozen!.split(' ')) {
    if (name) Object.freeze(objects[name])
  }
}

async function main(): Promise<void> {
  if (when === 'before') freeze()
  const before = takeSnapshot(objects)
  const { contextBackend, install }: typeof import('tracescope') = require('tracescope')
  const installation = install(JSON.parse(options!))
  if (when === 'after') freeze()
  const seen = await exercise()
  const named = installation.uninstall()
  const left = differences(before, takeSnapshot(objects))
    .filter((line) => / has another value$| has other properties$/.test(line))
  process.stdout.write(JSON.stringify({ contextBackend, seen, named, left, seenAfterwards: await exercise() }))
}

void main()
