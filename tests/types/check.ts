import { join } from 'node:path'
import { packageFolder } from '../support/run-program.js'
import { compile, makeProject, NODE_TYPES, type NodeTypes, ownCompiler, shown } from './compile.js'
import { compareComplaints, rightPrograms, WRONG, wrongPrograms } from './programs.js'

// The published types against those of each Node, by the compiler at hand: what has to compile, the code of README and
// docs/ included, and what has to be refused. Without `skipLibCheck`, so that our own declarations are checked too.
// `npm run test:package` has other compilers, and whole projects.

for (const version of Object.keys(NODE_TYPES).map(Number) as NodeTypes[]) {
  const folder = join(packageFolder, '.build', 'types', String(version))
  const right = rightPrograms()
  makeProject(folder, version, { ...right, [WRONG]: wrongPrograms() })
  const options = { module: 'nodenext' }
  const complaints = compile(ownCompiler, folder, Object.keys(right), options).map(shown)
  const { count, differences } = compareComplaints(compile(ownCompiler, folder, [WRONG], options))
  const failed = [...complaints, ...differences]
  console.log(`${failed.length ? 'FAILED' : 'ok'}  types with @types/node ${version}: ` +
    `${Object.keys(right).length} programs, and ${count} wrong ones`)
  for (const failure of failed) console.log(failure)
  if (failed.length) process.exitCode = 1
}
