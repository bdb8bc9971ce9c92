import { Session } from 'node:inspector'

// Prints the files of the package that are loaded when a program begins, by what the debugger is told of.

const session = new Session()
session.connect()
const files: string[] = []
session.on('Debugger.scriptParsed', ({ params: { url } }) => {
  const file = /\/dist\/((?:esm|cjs)\/[^/]+)$/.exec(url)?.[1]
  if (file !== undefined) files.push(file)
})
session.post('Debugger.enable', () => process.stdout.write(JSON.stringify([...new Set(files)].sort())))
