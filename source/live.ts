// The live part of the entries for browsers and edges: a file of its own, bundled by `live/build.js`.

export { live } from './live/api.js'
