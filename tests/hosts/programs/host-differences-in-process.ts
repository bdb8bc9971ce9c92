import { differences } from './host-differences.js'

console.log(JSON.stringify(await differences()))
