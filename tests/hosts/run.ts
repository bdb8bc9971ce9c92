import { fileURLToPath } from 'node:url'
import { runFolder } from '../matrix/run-folder.js'
import { installHosts } from './places.js'

// The hosts that a library meets and that are not Node, at work: `npm run test:hosts`.

installHosts()
await runFolder(fileURLToPath(new URL('.', import.meta.url)))
