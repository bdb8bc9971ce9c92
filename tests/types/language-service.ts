import { readFileSync } from 'node:fs'

// What an editor knows of the types, by the language service of TypeScript 5.9: the compiler of the sources has no API.

/** The part of the compiler's API that is used here: it is installed when it is needed. */
type TypeScript = any

/** The types of ours that what a module exports names in a signature, or as a member, and that it does not export. */
export function missingExports(ts: TypeScript, index: string): string[] {
  const program = ts.createProgram([index], {
    module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true, types: ['node']
  })
  const checker = program.getTypeChecker()
  const real = (symbol: any): any => symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const exported = new Set<any>(
    checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(index))).map(real)
  )
  const missing = new Set<string>()
  const visit = (node: any): void => {
    // What a type is computed by is no one's to name.
    if (ts.isConditionalTypeNode(node) || ts.isComputedPropertyName(node)) return
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node) ? node.expression : undefined
    const symbol = name && checker.getSymbolAtLocation(name)
    if (symbol) {
      const named = real(symbol)
      const isOurs = named.declarations?.some((declaration: any) =>
        declaration.getSourceFile().fileName.includes('/dist/') && !ts.isTypeParameterDeclaration(declaration))
      if (isOurs && !exported.has(named)) missing.add(named.name)
    }
    ts.forEachChild(node, visit)
  }
  for (const symbol of exported) {
    for (const declaration of symbol.declarations ?? [])
      if (declaration.getSourceFile().fileName.includes('/dist/')) visit(declaration)
  }
  return [...missing].sort()
}

/** What `hoverTexts` looks at: the properties, methods and calls of ours that its program writes. */
const NAMES = [
  'start', 'end', 'asyncStart', 'asyncEnd', 'error', 'result', 'kind', 'position', 'optional', 'context', 'until',
  'storages', 'behaviour', 'subscribe', 'bindStore', 'publish', 'instrument', 'install', 'tracingChannel',
  'boundedChannel'
]

/** The documentation that an editor shows for each name of ours that a program writes as a property, method or call. */
export function hoverTexts(ts: TypeScript, file: string): Array<{ name: string, line: number, text: string }> {
  const text = readFileSync(file, 'utf8')
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({
      module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true, types: ['node']
    }),
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name: string) =>
      ts.sys.fileExists(name) ? ts.ScriptSnapshot.fromString(ts.sys.readFile(name)) : undefined,
    getCurrentDirectory: () => file.slice(0, file.lastIndexOf('/')),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    readDirectory: ts.sys.readDirectory
  })
  const uses = new RegExp(`\\b(?:${NAMES.join('|')})\\b(?=[(:]|\\(\\)| }|;|\\.)`, 'g')
  return text.split('\n').flatMap((line, i) => i === 0 ? [] : [...line.matchAll(uses)].map(({ 0: name, index }) => {
    const info = service.getQuickInfoAtPosition(file, text.split('\n').slice(0, i).join('\n').length + 1 + index)
    return { name, line: i + 1, text: ts.displayPartsToString(info?.documentation) }
  }))
}
