import { faces } from './faces.js'

console.log(JSON.stringify(await faces()))
