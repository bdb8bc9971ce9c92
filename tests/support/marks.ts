/** What a line of a sample says that is reported for it: `// ✗ require-using, no-scope-in-async-prelude`. */
export interface Mark {
  readonly line: number
  readonly reports: readonly string[]
}

/** The marks of a text, line by line. */
export function marksIn(code: string): Mark[] {
  return code.split('\n').flatMap((text, index) => {
    const reports = /\/\/ ✗ (.*)$/.exec(text)?.[1]!.split(', ')
    return reports ? [{ line: index + 1, reports }] : []
  })
}

/** The lint rules among the marks of a text, as `line: rule`. */
export function rulesIn(code: string): string[] {
  return marksIn(code).flatMap(({ line, reports }) =>
    reports.filter((name) => !name.startsWith('TRACESCOPE_')).map((rule) => `${line}: ${rule}`)).sort()
}
