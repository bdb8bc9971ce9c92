import { join } from 'node:path'
import { installPackages } from '../support/install-packages.js'
import { packageFolder } from '../support/run-program.js'
import { testProjects } from '../types/test-compiler.js'

// Projects of users in TypeScript 5.9: in a test of their own, since this compiler takes its time.

const cache = join(packageFolder, '.cache', 'typescript')
installPackages(join(packageFolder, 'tests', 'types', 'packages'), cache)

testProjects(
  'TypeScript 5.9', join(cache, 'node_modules', 'typescript', 'bin', 'tsc'), ['NodeNext', 'Bundler', 'node10']
)
