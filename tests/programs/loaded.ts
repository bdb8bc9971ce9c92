import { AsyncResource } from 'node:async_hooks'

// Loads tracescope, and prints what that left in the asynchronous context, whether promises are observed since, and
// which way into the context is used.

const { contextBackend }: typeof import('tracescope') = require('tracescope')

const resource: any = new AsyncResource('loaded')
const frame = Object.getOwnPropertySymbols(resource).find(({ description }) => description === 'context_frame')
process.stdout.write(JSON.stringify({
  contextBackend,
  valuesInFrame: frame && resource[frame] ? resource[frame].size : 0,
  marksOnPromises: Object.getOwnPropertySymbols(Promise.resolve()).length
}))
