import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

// A compiler that is a library compiles within this process what its command would in one of its own. It takes half the
// time: the language's own types are read once, and V8 has optimised the compiler.

const libraryOf = (compiler: string): string => join(dirname(compiler), '..', 'lib', 'typescript.js')

/** Whether a compiler, by the path of its command, is a library, too. Since TypeScript 7 it is none. */
export const isLibrary = (compiler: string): boolean => existsSync(libraryOf(compiler))

export const loadLibrary = (compiler: string): any => createRequire(import.meta.url)(libraryOf(compiler))

/** The language's own types, by what they were read for. */
const languageTypes = new Map<string, unknown>()

/** Compiles the project of a folder, and gives what the command would print and end with. */
export function compileHere(typescript: any, folder: string): { status: number, stdout: string, stderr: string } {
  const file = join(folder, 'tsconfig.json')
  const { config } = typescript.readConfigFile(file, typescript.sys.readFile)
  const { sys } = typescript
  const { options, fileNames, errors } = typescript.parseJsonConfigFileContent(config, sys, folder, undefined, file)
  const host = typescript.createCompilerHost(options)
  const { getSourceFile } = host
  host.getCurrentDirectory = () => folder
  host.getSourceFile = (file: string, how: object, ...rest: unknown[]) => {
    if (dirname(file) !== host.getDefaultLibLocation()) return getSourceFile(file, how, ...rest)
    const key = JSON.stringify([file, how, options.module, options.moduleResolution])
    if (!languageTypes.has(key)) languageTypes.set(key, getSourceFile(file, how, ...rest))
    return languageTypes.get(key)
  }
  const program = typescript.createProgram({
    rootNames: fileNames, options, host, configFileParsingDiagnostics: errors
  })
  const found = [...typescript.getPreEmitDiagnostics(program), ...program.emit().diagnostics]
  const complaints = typescript.sortAndDeduplicateDiagnostics(found)
  const stdout = typescript.formatDiagnostics(complaints, {
    getCurrentDirectory: () => folder, getCanonicalFileName: (file: string) => file, getNewLine: () => '\n'
  })
  return { status: complaints.length > 0 ? 2 : 0, stdout, stderr: '' }
}
