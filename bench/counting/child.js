// @ts-check
// Counts what one subject takes per call, in one way; see count.js.
import { setTimeout } from 'node:timers/promises'
import { prepareSubject } from './subject.js'

const [way, subject] = process.argv.slice(2)
const { measure } = await import(`./${way}.js`)
const loop = await prepareSubject(JSON.parse(subject))
// What modules and a first call leave to be done later shall not be counted.
await loop(1)
await setTimeout(50)
const counted = await measure(loop)
if (counted !== undefined) process.stdout.write(JSON.stringify(counted))
