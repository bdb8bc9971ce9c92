import { fileURLToPath } from 'node:url'
import { runFolder } from '../matrix/run-folder.js'
import { installPackages } from './packages.js'

// What is published, with the tools of those who use it, on the Node at hand: `npm run test:package`.

installPackages()
await runFolder(fileURLToPath(new URL('.', import.meta.url)))
